## 組み合わせ: 複数の機器の検知が一つの出来事を示す場合。

finding-combined = { "ja" ->
    [vi] { $said_vi }
    [en] { $said_en }
   *[ja] { $said_ja }
}
combination-part = { $rule }({ $asset })
combination-more = { $what }、ほか{ $count }件
combination-span = { $unit ->
    [h] { $count }時間
    [min] { $count }分
   *[s] { $count }秒
}
combination-said = { $what }: { $span }以内、{ $near ->
    [place] { $where }にて。
    [supply] { $where }の下流。
    [network] { $where }の配下。
   *[metres] 最大{ $metres } mの間隔。
}

combination-parts-few = 組み合わせには二つ以上の設備の検知が必要です。
    .remedy = 「all」に二つ目の要素を加えるか、「min」を2にするか、「any_of」を加えてください。
combination-parts-many = 「{ $name }」の要素が{ $limit }個を超えています。
    .remedy = グループでまとめるか、二つの組み合わせに分けてください。
combination-part-empty = 要素「{ $name }」はすべての検知に当てはまります。
    .remedy = rule、group、asset_kind、channel、feedsのいずれかを指定してください。
combination-no-rule = IDが「{ $value }」のルールはないため、組み合わせ「{ $combination }」のこの要素は成立しません。
    .remedy = 誤記であれば直してください。そうでなければ、該当するルールができるまで効果はありません。
combination-no-group = グループ「{ $value }」のルールはないため、組み合わせ「{ $combination }」のこの要素は成立しません。
    .remedy = 誤記であれば直してください。そうでなければ、該当するルールができるまで効果はありません。
