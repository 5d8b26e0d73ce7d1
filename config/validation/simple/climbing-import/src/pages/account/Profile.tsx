import { formatDate } from "../../lib/dates";

export function Profile({ joined }: { joined: Date }) {
  return <p>Member since {formatDate(joined)}</p>;
}
