from hypothesis import given, settings

import tests.analysis.test_clone_index as T

tot = [0, 0]


@given(T.changes)
@settings(max_examples=3000, deadline=None)
def test_big(changes):
    there = {}
    known = {}
    for path, content in changes:
        before = there.pop(path, None)
        if content is not None:
            there[path] = T.report(path, T.text_of(content))
        ch = T.facts_of(before) ^ T.facts_of(there.get(path))
        known = T.concluded(there, frozenset(f.topic for f in ch), known)
        s = T.concluded(there, None, {})
        tot[0] += 1
        tot[1] += len(s)
        assert known == s


def test_count():
    print(tot)
    assert 0, tot
