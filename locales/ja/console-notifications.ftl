## 通知：どこへ、何を、いつ知らせないか、どうなったか。

console-notifications = 通知
console-notifications-hint = この画面を見ていないときに、インシデントを知らせる方法です。
console-notifications-addresses = 通知先
console-notifications-no-address = 通知先がまだありません。
console-notifications-no-address-hint = このブラウザ、メールアドレス、チャットなどを追加してください。
console-notifications-add = 通知先を追加
console-notifications-add-this = 追加：{ $channel }
console-notifications-not-ready = このシステムでは設定されていません
console-notifications-browser = ブラウザ（Web Push）
console-notifications-push-denied = ブラウザがこのページの通知を許可していません。ブラウザの設定で許可してから、もう一度お試しください。
console-notifications-push-insecure = 通知は HTTPS でのみ受け取れます。https のアドレスで開いてください。
console-notifications-push-missing = このブラウザは通知を受け取れません。iPhone や iPad では、先にホーム画面に追加してください。
console-notifications-push-failed = ブラウザのプッシュサービスが応答しません。ネットワークを確認して、もう一度お試しください。
console-notifications-push-lost = このブラウザは通知を受け取れなくなっています。追加し直してください。
console-notifications-last = 最後の通知 { $time }
console-notifications-never = まだ通知はありません
console-notifications-on = オン
console-notifications-off = オフ
console-notifications-use = { $name }を使う
console-notifications-test = テスト
console-notifications-test-of = { $name }にテスト通知を送る
console-notifications-rename = 名前を変更
console-notifications-rename-of = { $name }の名前を変更
console-notifications-renamed = 名前を変更しました：{ $name }
console-notifications-switched-on = オンにしました：{ $name }
console-notifications-switched-off = オフにしました：{ $name }
console-notifications-delete = 削除
console-notifications-delete-of = { $name }を削除
console-notifications-delete-sure = 元に戻せません。一時的に止めるだけなら、オフにしてください。
console-notifications-name = 名前
console-notifications-name-hint = この画面での呼び名
console-notifications-field-email = メールアドレス
console-notifications-field-email-hint = あなたの言語で届きます。
console-notifications-field-chat = チャットの ID
console-notifications-field-chat-hint = 先に市のボットへ話しかけると、この ID が返ってきます。
console-notifications-field-webhook = URL
console-notifications-field-webhook-hint = ホストがシステムの設定に載っている必要があります。送信はすべて署名されます。
console-notifications-secret = { $name }の鍵
console-notifications-secret-hint = 受信側は、この鍵で各通知の署名を確かめます。
console-notifications-secret-key = 鍵

console-notifications-what = 通知する内容
console-notifications-what-hint = いずれかのルールに合うインシデントを、通知先ごとに一度知らせます。
console-notifications-no-rule = ルールがないため、何も通知されません。
console-notifications-rule = ルール { $number }
console-notifications-rule-add = ルールを追加
console-notifications-rule-remove = ルール { $number } を外す
console-notifications-remove = 外す
console-notifications-occasions = 知らせる場面
console-notifications-severity = この重大度以上
console-notifications-places = 場所
console-notifications-places-hint = 選ばなければすべての場所
console-notifications-agencies = 担当組織
console-notifications-agencies-hint = 選ばなければすべて
console-notifications-urgency = この緊急度以上
console-notifications-urgency-hint = 0～100。0 はすべて
console-notifications-digest = まとめ方
console-notifications-digest-hint = ためた通知は一通で届きます
console-notifications-every = { $minutes ->
    [0] すぐに送る
    [60] 1 時間ごとにまとめる
    [240] 4 時間ごとにまとめる
    [1440] 1 日 1 回まとめる
   *[other] { $minutes } 分ごとにまとめる
}
console-notifications-mine-only = 自分の担当のみ
console-notifications-drills = 訓練も含む
console-notifications-to = 通知先
console-notifications-to-all = 通知先（選ばなければすべて）
console-notifications-nowhere = どこにも届きません。オンの通知先を選んでください。
console-notifications-quiet = 通知を控える時間
console-notifications-quiet-on = 通知を控える時間を設ける
console-notifications-quiet-from = 開始
console-notifications-quiet-to = 終了
console-notifications-quiet-critical = 重大なインシデントは通知する
console-notifications-quiet-hint = 都市の時刻（{ $zone }）です。その間の通知は、終了時にまとめて届きます。
console-notifications-no-occasion = 場面が選ばれていないルールがあります。選ぶか、ルールを外してください。
console-notifications-no-time = 通知を控える時間の開始と終了を入れてください。
console-notifications-same-time = 通知を控える時間の開始と終了が同じです。
console-notifications-save = 保存
console-notifications-saved = 通知の設定を保存しました。
console-notifications-discard = 変更を破棄

console-notifications-deliveries = 通知の履歴
console-notifications-whose = 誰の通知か
console-notifications-own = 自分
console-notifications-all = 全員
console-notifications-no-delivery = まだ通知はありません。
console-notifications-more = さらに前を表示
console-notifications-address-gone = 削除された通知先
console-notifications-created = 作成 { $time }
console-notifications-sent = 送信 { $time }
console-notifications-due = 予定 { $time }
console-notifications-attempts = 試行 { $count } 回
console-notifications-items = { $count } 件をまとめて送信
