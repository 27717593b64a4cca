## コンソールの枠：見出し、ページの切り替え、サインイン、ページの状態。

console-navigation = ページ
console-loading = 読み込み中
console-try-again = もう一度試す
console-no-such-page = このページは存在しないか、あなたの権限では開けません。
console-undo = 元に戻す
console-dismiss = 閉じる
console-nothing-found = 見つかりません
console-newer-go-on = 確認済み：自分の内容で続ける
console-draft-forget = 自分の入力を取り消す

console-no-answer = プラットフォームから応答がありません。
    .remedy = ネットワークと、プラットフォームが動いているかを確かめてから、もう一度お試しください。
console-unexpected-answer = プラットフォームから予期しない応答がありました（状態コード { $status }）。
    .remedy = もう一度お試しください。続くようなら、運用担当者に知らせてください。
console-unexpected-error = このページで問題が起きました。
    .remedy = もう一度試すか、ページを開き直してください。続くようなら、運用担当者に知らせてください。

console-connection-connecting = 接続中
console-connection-live = ライブ
console-connection-lost = 接続が切れました
console-connection-silent = 新しい値なし

console-simulation = シミュレーション：設備 { NUMBER($assets) } 件のうち { NUMBER($simulated) } 件は模擬です。その値は実測ではありません。

console-language = 言語
console-scheme = 明るい表示・暗い表示
console-scheme-light = 明るい
console-scheme-dark = 暗い
console-scheme-auto = 端末に合わせる
console-user-menu = { $name }：アカウント
console-role-viewer = 閲覧者
console-role-operator = 運用者
console-role-admin = 管理者
console-sign-out = サインアウト

console-sign-in = サインイン
console-sign-in-how = この端末のパスキー、または一度だけ使えるリンクでサインインしてください。
console-sign-in-passkey = パスキーでサインイン
console-sign-in-link = 一度だけ使えるリンク
console-sign-in-link-hint = プラットフォームが表示した、または管理者から受け取ったリンクを貼り付けてください。
console-welcome = ようこそ、{ $name } さん。
console-passkey-why = リンクは今回限りです。パスキーを登録すると、次からはこの端末の指紋・顔・PIN でサインインできます。
console-passkey-add = この端末にパスキーを登録
console-passkey-later = 後で
console-passkey-label = この端末
console-passkey-added = パスキーを登録しました。次回のサインインからお使いください。
console-passkey-refused = ブラウザーがパスキーを使えませんでした。
    .remedy = もう一度試し、ブラウザーの確認画面で承認してください。パスキーには https で始まるアドレスか localhost が必要です。
