## Combinations: findings of several devices that are one thing together.

finding-combined = { "en" ->
    [vi] { $said_vi }
    [ja] { $said_ja }
   *[en] { $said_en }
}
combination-part = { $rule } ({ $asset })
combination-more = { $what }; and { $count } more
combination-span = { $unit ->
    [h] { $count } h
    [min] { $count } min
   *[s] { $count } s
}
combination-said = { $what }: within { $span }, { $near ->
    [place] in { $where }.
    [supply] below { $where }.
    [network] behind { $where }.
   *[metres] { $metres } m apart at most.
}

combination-parts-few = A combination takes findings on two assets or more.
    .remedy = Give "all" a second part, a "min" of 2, or "any_of".
combination-parts-many = "{ $name }" has more than { $limit } parts.
    .remedy = Join some by their group, or write two combinations.
combination-part-empty = The part "{ $name }" would take in every finding.
    .remedy = Give it a rule, group, asset_kind, channel or feeds.
combination-no-rule = No rule has the id "{ $value }", so the combination "{ $combination }" cannot find this part.
    .remedy = Correct it if it is a slip; else it stays without effect until there is such a rule.
combination-no-group = No rule is of the group "{ $value }", so the combination "{ $combination }" cannot find this part.
    .remedy = Correct it if it is a slip; else it stays without effect until there is such a rule.
