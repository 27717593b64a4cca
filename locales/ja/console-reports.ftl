## 市民通報：一覧、個々の通報、回答。

console-reports = 市民通報
console-reports-public = 公開ページ
console-reports-back = すべての通報
console-reports-choose = 読む通報を選んでください。
console-reports-waiting = 市民通報：未完了 { $open } 件、保留 { $held } 件
console-reports-new-one = 新しい市民通報
console-reports-new = 新しい市民通報 { $count } 件
console-reports-none = 条件に合う通報はありません。
console-reports-none-hint = 新しい通報は自動で表示されます。
console-reports-more = さらに前を表示
console-reports-only-look = あなたの役割では通報の閲覧だけができます。

console-reports-show = 表示する通報
console-reports-show-open = 未完了（{ $count }）
console-reports-show-held = 保留（{ $count }）
console-reports-show-closed = 完了
console-reports-show-all = すべて
console-reports-search = 本文・住所・番号を検索
console-reports-status = 市民に見える状況
console-reports-attached = インシデントとの紐付け
console-reports-attached-all = すべて
console-reports-attached-no = 紐付けなし
console-reports-attached-yes = 紐付けあり
console-reports-services = 通報の種類

console-reports-held = 保留
console-reports-held-hint = 一つのアドレスから一度に多く届いたため、ここで待っており、証拠には数えられません。本物であれば通してください。
console-reports-code = 番号 { $code }
console-reports-received = { $time } 受付（{ $ago }）
console-reports-origin-page = 公開ページから
console-reports-origin-kiosk = キオスク端末から
console-reports-origin-open311 = { $system }から Open311 経由
console-reports-no-words = 本文はありません。
console-reports-nowhere = 場所は不明です。
console-reports-accuracy = 誤差 { $metres } m 以内
console-reports-map = 通報の場所
console-reports-photo = 写真
console-reports-photo-of = 通報の写真：{ $service }
console-reports-photo-large = 写真を大きく表示
console-reports-photo-close = 閉じる
console-reports-photo-refused = 写真は保存されませんでした
console-reports-faces = { $count ->
    [0] 顔は見つかりませんでした。見落としもあり得るため、慎重に扱ってください。
   *[other] { $count } か所の顔を塗りつぶしました。見落としもあり得るため、慎重に扱ってください。
}
console-reports-contact = 通報者の連絡先
console-reports-contact-show = 連絡先を表示
console-reports-contact-logged = 閲覧は毎回記録されます。
console-reports-contact-none = 電話番号もメールアドレスもありません。
console-reports-contact-deleted = 電話番号・メール・写真は { $time } に削除されました。

console-reports-of-incident = 市民通報 { $count } 件
console-reports-incident = インシデント
console-reports-incident-none = まだどのインシデントにも紐付いていません。
console-reports-attach = インシデントに紐付ける
console-reports-move = 別のインシデントに移す
console-reports-detach = 紐付けを解除
console-reports-answer = 公開される回答
console-reports-answer-none = まだ回答はありません。
console-reports-answer-write = 回答を書く
console-reports-answer-change = 回答を変更
console-reports-answer-back = 回答を取り下げる
console-reports-answer-words = 回答
console-reports-answer-hint = { $language }で書いてください。番号を知る人は誰でも読めます。個人名は書かないでください。
console-reports-answer-send = 回答を公開
console-reports-answer-newer = その間に{ $name }が回答しました。現在の回答：
console-reports-answer-gone = その間に回答が取り消されました。
console-reports-attach-newer = その間に次のインシデントに紐付けられました：{ $incident }
console-reports-attach-gone = その間にインシデントとの紐付けが解除されました。
console-reports-closed-by = { $name }が完了にしました（{ $time }）
console-reports-closed-itself = インシデントの終了とともに完了（{ $time }）
console-reports-do-close = 完了にする
console-reports-do-reopen = 再開する
console-reports-do-hold = 保留にする
console-reports-do-release = 通す
console-reports-did-attach = 通報 { $code } を紐付けました。
console-reports-did-detach = 通報 { $code } の紐付けを解除しました。
console-reports-did-answer = 通報 { $code } の回答を変更しました。
console-reports-did-close = 通報 { $code } を完了にしました。
console-reports-did-reopen = 通報 { $code } を再開しました。
console-reports-did-hold = 通報 { $code } を保留にしました。
console-reports-did-release = 通報 { $code } を通しました。
