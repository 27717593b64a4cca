## 事案：操作、一覧、原因、影響、復旧案、作業、関連事案。

console-act-confirm = 確認する
console-act-unconfirm = 確認を取り消す
console-act-take = 自分が担当する
console-act-assign = 割り当てる
console-act-release = 担当を外す
console-act-start = 対応を開始
console-act-stop = 対応開始を取り消す
console-act-snooze = スヌーズする
console-act-wake = 一覧に戻す
console-act-resolve = 解決にする
console-act-reopen = 再開する
console-act-review = 振り返る
console-act-unreview = 振り返りを取り消す
console-act-merge = 別の事案に統合
console-act-unmerge = 統合を取り消す
console-act-split = 検知を分離
console-act-link = 別の事案と関連付け
console-act-unlink = 関連付けを外す
console-act-comment = メモを送信

console-cause = 原因
console-cause-kind-power = 電力系統
console-cause-kind-network = 通信網
console-cause-said-open = 開閉器自身が開と報告しています。
console-cause-since = { $time } から。
console-cause-updated = { $time } 現在。
console-cause-devices = 依存する装置{ $devices }台：無応答{ $silent }台、応答あり{ $reporting }台、以前から受信なし{ $unheard }台。
console-cause-chance = 確率{ $percent }%
console-cause-assumed = 確率は推定の故障率に基づきます。
console-cause-short = { $customers ->
    [0] おそらく{ $name }（{ $percent }%）
   *[other] おそらく{ $name }（{ $percent }%）、影響する需要家{ $customers }軒
}
console-cause-for = 裏付ける根拠
console-cause-against = 反する根拠
console-cause-nothing = なし
console-cause-else = ほかの可能性
console-cause-ask = 次に問い合わせる装置
console-cause-what-line = 線路
console-cause-what-switch = 開閉器
console-cause-what-transformer = 変圧器
console-cause-what-source = 電源
console-cause-what-site = 装置
console-cause-what-carrier = 回線

incident-happened-revised = 原因の見直し

console-hit = 影響
console-hit-network = 故障は通信網で、停電ではありません。通信が途絶えた設備は動作している可能性があります。
console-hit-customers = 停電した需要家
console-hit-load = 停電した負荷
console-hit-mw = { $load } MW
console-hit-places = 地区
console-hit-critical = 重要施設
console-hit-sites = 影響を受ける重要施設
console-hit-next = 次に停止する施設
console-hit-battery-holds = 電池残り { $left }
console-hit-battery-spent = 電池切れ（{ $ago }）
console-hit-battery-none = 電池なし
console-hit-kinds = 種類別の影響
console-hit-kind = 種類
console-hit-dark = 停電
console-hit-cut = 通信途絶

console-plan = 復旧案
console-plan-on-grid = 系統画面で試す

console-tasks = 作業
console-tasks-open = 作業（{ $all }件中、未完了{ $open }件）
console-tasks-none = まだ作業はありません。
console-tasks-add = 作業を追加
console-tasks-title = 作業内容
console-tasks-due = 期限
console-tasks-due-none = 期限なし
console-tasks-done = 完了
console-tasks-again = 未完了に戻す
console-tasks-note = メモを書く
console-tasks-note-send = 送信
console-tasks-more = 「{ $task }」のその他の操作
console-tasks-not-done = 実施できなかった
console-tasks-cancel = 不要になった
console-tasks-of-playbook = 対応手順から
console-tasks-added = 作業を追加しました：{ $task }
console-tasks-changed = { $task }：{ $state }
console-tasks-state-open = 未完了
console-tasks-state-done = 完了
console-tasks-state-not_done = 実施できず
console-tasks-state-cancelled = 取消

console-case-related = 関連する事案
console-case-related-none = まだありません。
console-case-related-related = 関連
console-case-related-caused_by = 相手が原因
console-case-related-causes = 相手を引き起こした
console-case-related-kind = 二つの事案の関係
console-case-related-which = 事案
console-case-related-which-any = 件名や設備名の語を入力すると、スヌーズ中や終了した事案も見つかります。
console-case-related-which-open = 件名や設備名の語を入力してください。終了した事案は選べません。
console-case-related-merged = 統合された事案{ $number }
console-case-related-merge-hint = 検知・作業・関連付けは相手の事案に移ります。取り消すこともできます。
console-case-related-unlink = { $incident } との関連付けを外す
