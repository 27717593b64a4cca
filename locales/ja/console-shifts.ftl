## シフトの記録。

console-shifts = シフト
console-shifts-hint = シフトは一度に一つだけです。経過を書き留め、未解決のものと合わせて次のシフトに引き継ぎます。
console-shifts-none = 進行中のシフトはありません。
console-shifts-none-hint = シフトを始めると、誰かが引き継ぐまであなたが責任者になります。
console-shifts-only-look = あなたの役割では記録の閲覧だけができます。シフトの開始、記入、引き継ぎはオペレーターが行います。
console-shifts-begin = シフトを始める
console-shifts-back = すべてのシフト
console-shifts-of = { $name }のシフト
console-shifts-since = { $time } から（{ $ago }）
console-shifts-span = { $from } ～ { $to }、その後は{ $name }
console-shifts-state-running = 進行中
console-shifts-state-handed_over = 引き継ぎ済み（受け取り待ち）
console-shifts-state-ended = 終了
console-shifts-open = { $count ->
   *[other] 未解決のインシデント { $count } 件
}
console-shifts-open-then = { $count ->
   *[other] 引き継ぎ時に未解決だったインシデント { $count } 件
}
console-shifts-open-none = 未解決のものはありません。
console-shifts-notes = シフト中のメモ
console-shifts-notes-none = まだ何も書かれていません。
console-shifts-note = メモ
console-shifts-note-send = 書き留める
console-shifts-hand-over = 引き継ぐ
console-shifts-hand-over-words = 次のシフトが知っておくべきこと
console-shifts-hand-over-hint = 進行中の作業、誰に何を約束したか、注意して見るべきこと。
console-shifts-listed = { $count ->
    [0] 未解決のインシデントはないため、一覧は付きません。
   *[other] 未解決のインシデント { $count } 件は自動的に引き継がれます。
}
console-shifts-listed-most = 一覧には緊急度の高い { $count } 件を載せています。
console-shifts-handed = 引き継ぎ
console-shifts-handed-at = { $time } に引き継ぎ
console-shifts-handed-over = シフトを引き継ぎました。
console-shifts-waits = 別の人が受け取る必要があります。それまではあなたの責任です。
console-shifts-accept = 受け取って自分のシフトを始める
console-shifts-before = これまでのシフト
console-shifts-before-none = 終了したシフトはまだありません。
console-shifts-row = { $name } · メモ: { $notes } · 未解決: { $incidents }
console-shifts-more = さらに前を表示
