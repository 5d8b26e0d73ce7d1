"use strict";
// Whatever comes from a repository is set as text, never as markup.
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const MOST_FINDINGS = 200, MOST_EVENTS = 12, WAIT_SECONDS = 25, BUSY_MS = 1000, AFTER_ERROR_MS = 5000, HEADROOM_MS = 60000, LONG_CELL = 32, LINE_NUMBER_WIDTH = 5;
let lastEvent = -1, status = null;

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

async function ask(path, body) {
  const options = body === undefined ? {} :
    { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, options);
  const kind = response.headers.get("Content-Type") || "";
  const said = kind.includes("json") ? await response.json() : { error: await response.text() };
  if (!response.ok) throw new Error(said.error || response.statusText);
  return said.answer;
}

function tell(error) {
  byId("trouble").hidden = !error;
  byId("trouble").textContent = error ? String(error.message || error) : "";
}

const clock = (moment) => new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (moment) => moment ? new Date(moment).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "never";

async function showStatus() {
  status = await ask("/v1/status");
  const daemon = status.daemon;
  byId("daemon").textContent = `${daemon.version}, pid ${daemon.pid}, up ${span(daemon.uptime_seconds)}` +
    (daemon.paused_until ? ", model work is paused" : "");
  byId("pause").hidden = false;
  byId("pause").textContent = daemon.paused_until ? "Resume model work" : "Pause model work for 1 h";
  byId("alarms").replaceChildren(...status.alarms.map((alarm) => element("li", alarm)));
  const current = status.current;
  const left = status.deep_scans.map((scan) =>
    `${scan.repository}: a model has ${scan.questions_left} questions left to answer (job ${scan.job}).`);
  byId("current").textContent = current
    ? `${current.repository}: ${current.done} of ${current.total} done (job ${current.job})`
    : left.join(" ") || "Nothing to do.";
  byId("progress").hidden = !current;
  if (current) { byId("progress").max = current.total; byId("progress").value = current.done; }
  const tiles = { "open": status.findings.open, "on save": status.queue.on_save, "asked for": status.queue.asked,
    "weekly": status.queue.weekly, "deferred": status.queue.deferred, "failed": status.queue.failed };
  byId("queue").replaceChildren(...Object.entries(tiles).map(([name, number]) => {
    const tile = element("div");
    tile.append(element("dt", name), element("dd", number.toLocaleString()));
    return tile;
  }));
  byId("repositories").replaceChildren(heads("name", "open", "files", "skipped", "last scan", "next deep scan"),
    ...status.repositories.map((each) => row(each.name, each.open.toLocaleString(), each.files.toLocaleString(),
      each.skipped.toLocaleString(), each.unavailable || day(each.last_scan_at),
      each.next_deep_scan_at ? day(each.next_deep_scan_at) : "none")));
  showRules(status.findings.by_rule);
}

function showRules(counts) {
  const chosen = byId("rule").value, rules = Object.keys(counts).sort();
  const options = [new Option("all rules", "")];
  for (const rule of rules) options.push(new Option(`${rule} (${counts[rule]})`, rule));
  byId("rule").replaceChildren(...options);
  byId("rule").value = rules.includes(chosen) ? chosen : "";
}

function heads(...names) {
  const made = element("tr");
  made.append(...names.map((name) => element("th", name)));
  return made;
}

function row(...cells) {
  const made = element("tr");
  made.append(...cells.map((cell) => element("td", cell, String(cell).length > LONG_CELL ? "long" : "")));
  return made;
}

const HOUR = 3600, DAY = 24 * HOUR;
const MOST_JOBS = 20;

function span(seconds) {
  if (seconds < HOUR) return `${Math.floor(seconds / 60)} min`;
  return seconds < 2 * DAY ? `${Math.floor(seconds / HOUR)} h` : `${Math.floor(seconds / DAY)} days`;
}

async function showJobs() {
  const jobs = await ask("/v1/jobs");
  const table = element("table");
  table.append(heads("job", "state", "kind", "repository", "done", "why it waits"), ...jobs.slice(0, MOST_JOBS).map((job) => row(
    job.id, job.state, job.kind, job.repository,
    `${job.units_done + job.units_skipped + job.units_failed} of ${job.units_total}`,
    job.error || job.reasons.join("; "))));
  byId("jobs").replaceChildren(jobs.length ? table : element("p", "Nothing waits.", "dim"));
}

// What somebody writes into is left as it is, unless they themselves changed something.
async function showFindings(isAsked) {
  if (!isAsked && document.activeElement.closest("#findings form")) return;
  const query = { statuses: ["open"], limit: MOST_FINDINGS };
  if (byId("severity").value) query.severity = byId("severity").value;
  if (byId("rule").value) query.rules = [byId("rule").value];
  const message = await ask("/v1/findings/search", query);
  const known = new Map([...document.querySelectorAll("#findings details")].map((each) => [each.dataset.key, each]));
  const total = message.summary.findings, shown = message.findings.length;
  byId("found").textContent = total > shown ? `the ${shown} most serious of ${total}` : `${total}`;
  byId("findings").replaceChildren(...message.findings.map((finding) => {
    const key = [finding.id, finding.start_line, finding.severity, finding.message].join(" ");
    return known.get(key) || findingLine(finding, key);
  }));
}

function findingLine(finding, key) {
  const line = element("details"), summary = element("summary");
  line.dataset.key = key;
  const name = status.repositories.length > 1 ? `${finding.repository}/${finding.path}` : finding.path;
  summary.append(element("span", finding.severity, `tag ${finding.severity}`), " ",
    element("b", `${name}:${finding.start_line}`), " ",
    element("span", finding.rule, "dim"), " ", finding.message);
  line.append(summary);
  line.addEventListener("toggle", () => { if (line.open) showFinding(line, finding.id).catch(tell); });
  return line;
}

async function showFinding(line, id) {
  const finding = await ask(`/v1/findings/${id}`);
  const source = element("pre");
  for (const { number, text } of finding.source) {
    const isMeant = number >= finding.start_line && number <= finding.end_line;
    source.append(element("span", `${String(number).padStart(LINE_NUMBER_WIDTH)} | ${text}`, isMeant ? "meant" : ""));
  }
  const related = finding.related.map((place) =>
    element("p", `${place.path}:${place.start_line}: ${place.note}`, "dim"));
  const form = element("form"), reason = element("input"), button = element("button", "Dismiss");
  reason.placeholder = "why it is not to be shown"; reason.required = true;
  form.append(reason, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(`/v1/findings/${id}/dismiss`, { reason: reason.value, expires_seconds: null })
      .then(() => Promise.all([showFindings(true), showStatus()])).catch(tell);
  });
  const rest = [source, ...related];
  if (finding.suggestion) rest.push(element("p", `Instead: ${finding.suggestion}`));
  line.replaceChildren(line.firstChild, ...rest, form);
}

async function showHeadroom() {
  const history = await ask("/v1/headroom/history?hours=24");
  const names = ["memory_available", "cpu_load", "battery_percent", "swap_used"];
  const figures = names.map((name) => figure(name, history)).filter(Boolean);
  byId("headroom").replaceChildren(...(figures.length ? figures : [element("p", "No readings yet.", "dim")]));
}

const WIDTH = 300, HEIGHT = 60, MARGIN = 2; // of a small chart, in its own units
const BEYOND = 5; // as far outside its lines end, so that only their upper edge is seen

function figure(name, history) {
  const points = history.samples
    .filter((sample) => typeof sample.values[name] === "number")
    .map((sample) => [Date.parse(sample.at), sample.values[name]]);
  if (!points.length) return null;
  const first = points[0][0], last = Math.max(points[points.length - 1][0], first + 1);
  const highest = Math.max(...points.map((point) => point[1]), 1e-9);
  const x = (moment) => WIDTH * (moment - first) / (last - first);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`); svg.setAttribute("preserveAspectRatio", "none");
  for (const moment of history.moments) {
    const at = Date.parse(moment.at);
    if (at < first || at > last) continue;
    const mark = document.createElementNS(SVG, "line"), title = document.createElementNS(SVG, "title");
    for (const [key, value] of [["x1", x(at)], ["x2", x(at)], ["y1", 0], ["y2", HEIGHT]]) mark.setAttribute(key, value);
    mark.setAttribute("class", moment.kind);
    title.textContent = `${clock(moment.at)} ${moment.text}`;
    mark.append(title); svg.append(mark);
  }
  const line = document.createElementNS(SVG, "polyline");
  const corners = points.map(([at, value]) => `${x(at)},${HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / highest}`);
  const [begin, end] = [corners[0], corners[corners.length - 1]].map((corner) => corner.split(",")[1]);
  const below = HEIGHT + BEYOND;
  line.setAttribute("points", [`${-BEYOND},${below}`, `${-BEYOND},${begin}`, ...corners, `${WIDTH + BEYOND},${end}`, `${WIDTH + BEYOND},${below}`].join(" "));
  svg.append(line);
  const made = element("figure"), caption = element("figcaption");
  caption.append(element("span", name.replaceAll("_", " ")),
    element("b", reading(name, points[points.length - 1][1])));
  made.append(caption, svg);
  return made;
}

function reading(name, value) {
  if (name.startsWith("memory") || name.startsWith("swap")) return `${(value / 1e9).toFixed(1)} GB`;
  if (name === "cpu_load") return `${value.toFixed(2)} per core`;
  return name.endsWith("percent") ? `${value} %` : value.toFixed(2);
}

function showEvents(events) {
  const told = events.filter((event) => event.finding || event.kind.startsWith("scan_"));
  for (const event of told) {
    const line = element("li"), finding = event.finding;
    const word = event.kind.replace("finding_", "").replace("_", " ");
    line.append(element("span", `${clock(event.at)} `, "dim"), element("b", word, word), " ",
      finding ? `${finding.path}:${finding.start_line} ${finding.rule}` : event.repository || "");
    byId("events").prepend(line);
  }
  while (byId("events").children.length > MOST_EVENTS) byId("events").lastChild.remove();
}

const everything = () => showStatus().then(() => Promise.all([showJobs(), showFindings()]));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function follow() {
  for (;;) {
    try {
      const busy = status && status.current;
      const wait = lastEvent < 0 || busy ? 0 : WAIT_SECONDS;
      const events = await ask(`/v1/events?after=${lastEvent}&wait_seconds=${wait}`);
      if (events.length) {
        if (lastEvent >= 0) showEvents(events);
        lastEvent = events[events.length - 1].id;
        await everything();
      } else {
        lastEvent = Math.max(lastEvent, 0);
        if (busy) { await pause(BUSY_MS); await Promise.all([showStatus(), showJobs()]); }
      }
      tell(null);
    } catch (error) { tell(error); await pause(AFTER_ERROR_MS); }
  }
}

byId("severity").addEventListener("change", () => showFindings(true).catch(tell));
byId("rule").addEventListener("change", () => showFindings(true).catch(tell));
byId("pause").addEventListener("click", () => {
  const isPaused = status.daemon.paused_until;
  (isPaused ? ask("/v1/resume", {}) : ask("/v1/pause", { seconds: 3600 })).then(showStatus).catch(tell);
});
everything().then(showHeadroom).catch(tell).then(follow);
setInterval(() => { if (!document.hidden) showHeadroom().catch(tell); }, HEADROOM_MS);
