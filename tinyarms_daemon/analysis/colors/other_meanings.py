"""Names and calls by which what looks like a color is something else."""

from tinyarms_daemon.analysis.identifier_words import word_set

# What is called so holds a place, a name or a text, which may look like a color.
OTHER_NAMES = word_set(
    """
    href to id ids hash anchor target selector selectors key keys for name names placeholder title
    alt label labels src path paths url urls uri link links ref refs query el element container
    mount root fragment issue issues ticket tag tags sha commit text description message content
    html markdown channel channels room command comment slug route routes section regexp pattern
    location menu tab toggle parent trigger scope aria data
    """
)
# Calls that take a selector, a text or a module by the same form.
OTHER_CALLS = word_set(
    """
    queryselector queryselectorall $ jquery getelementbyid closest matches find findall scrollto
    select selectall require import describe it test navigate push replace replaceall startswith
    endswith includes indexof split match has locator regexp mount render createapp log error warn
    info debug print println printf trace assert expect equal throw raise append step hasclass
    getelementsbyclassname getbytext getbyrole format exec search compile sub newerror errorf fatal
    fatalf text label qlabel button qpushbutton image settext setwindowtitle settooltip
    setobjectname write
    """
)
