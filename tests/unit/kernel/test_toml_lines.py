from luylau.kernel.toml_lines import table_lines


def test_headers_are_found_with_their_lines() -> None:
    text = 'version = 1\n\n[[rule]]\nid = "a"\n[rule.names]\nvi = "x"\n  [[ rule ]] # second\n[["rule"]]\n'
    assert table_lines(text, "rule") == [3, 7, 8]


def test_the_same_letters_elsewhere_are_no_headers() -> None:
    text = '''# [[rule]]
note = """
[[rule]]
"""
other = \'\'\'
[[rule]]\'\'\'
list = [
  [[1]],
[["rule"]],
]
text = "a \\" [[rule]]" # "
quoted = \'[[rule]]\'
[[rules]]
[[rule]]
'''
    assert table_lines(text, "rule") == [14]


def test_quotation_marks_before_the_closing_three_and_escapes() -> None:
    text = 'a = """x\\"""" # not the end: \\" escapes one\nb = """y"""""\n[[rule]]\n'
    assert table_lines(text, "rule") == [3]


def test_an_unclosed_string_ends_with_the_text() -> None:
    assert table_lines('a = "never closed\n[[rule]]', "rule") == []
