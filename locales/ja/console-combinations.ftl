## ルール一覧と専用ページでの組み合わせ。

console-rules-kind-combination = 組み合わせ
console-rules-kind-combination-hint = 同じ場所と時間に起きた複数の機器の検知を、一つのインシデントにまとめます。
console-rules-combination-note = 組み合わせは都市パック(rules.toml)に書かれています。ここでは有効・無効の切り替えと試行ができます。
console-rules-part-all = すべて必要
console-rules-part-any-of = いずれか一つが必要
console-rules-part-unless = 次の検知がある間は除く
console-rules-part-group = グループ{ $group }のいずれかのルール
console-rules-part-feeds = 同じ電源の供給先: { $kind }
console-rules-part-min = { $count }台以上の機器
console-rules-together-metres = 最初の要素から{ $metres } m以内
console-rules-together-place = 同じ坊・社
console-rules-together-supply = 同じ変圧器の下流
console-rules-together-network = 同じネットワークスイッチの配下
console-rules-together-span = 開始の差が{ $seconds }秒以内
console-rules-together-any-time = 開始時刻は問わない
console-rules-clear-any = いずれかがなくなって{ $seconds }秒たつと終わります。
console-rules-clear-all = すべてがなくなって{ $seconds }秒たつと終わります。
