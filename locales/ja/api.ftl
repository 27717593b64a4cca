# API が要求を断るときの文。
session-needed = サインインしていないか、セッションが終了しています。
    .remedy = パスキーまたは一回限りのリンクでサインインしてください。
device-credentials-needed = デバイスが自分を名乗っていません。
    .remedy = HTTP Basic でデバイスの ID とパスワードを送ってください。
device-not-itself = デバイス { $device } は { $named } として送信できません。
    .remedy = 各デバイスは自分の ID で送信してください。
asset-unknown = 資産 { $asset } はありません。
    .remedy = 検索してください。別の ID かもしれません。
channel-unknown = 資産 { $asset } に測定項目 { $channel } はありません。
    .remedy = 資産のページに測定項目の一覧があります。
cursor-wrong = カーソルがこの一覧のものではありません。
    .remedy = カーソルなしで最初からやり直してください。
bbox-wrong = 範囲が「西,南,東,北」(度)の形になっていません。
    .remedy = 例: 105.9,20.9,106.5,21.6
span-empty = 期間が空です。終わりが始まりより後になっていません。
    .remedy = 始まりより後の終わりを選んでください。
span-too-long =
    期間が長すぎます。一度に返せる値は{ $every ->
        [minute] 1分
        [day] 1日
       *[hour] 1時間
    }ごとに最大 { $most } 個です。
    .remedy = 期間を短くするか、間隔を長くしてください。
preview-span-wrong = ルールを試せる履歴は、空でない期間で最長 { $days } 日です。
    .remedy = 期間を短くしてください。
rule-id-differs = アドレスのルールは { $path } ですが、内容のルールは { $rule } です。
    .remedy = 同じ ID にしてください。ルールの ID は変わりません。
import-file-kind = ファイル「{ $file }」は取り込めません。
    .remedy = { $kinds } のいずれかを使ってください。
stream-full = 許可された数({ $limit })の画面がすでに接続しています。
    .remedy = どれかを閉じるか、管理者に相談してください。

# 要求
request-unreadable = 要求を読み取れませんでした。
    .remedy = API の説明をご覧ください。
request-refused = 要求は拒否されました。
    .remedy = API の説明をご覧ください。
request-too-slow = 要求が時間内に届きませんでした。
    .remedy = より良い接続でもう一度お試しください。
request-too-large = 要求が大きすぎます。
    .remedy = 小さく分けて送ってください。
request-not-json = 本文が正しい JSON ではありません。
    .remedy = 直してもう一度送ってください。
path-unknown = { $path } には何もありません。
    .remedy = アドレスを確かめてください。
method-not-allowed = ここでは { $method } を使えません。
    .remedy = API の説明をご覧ください。
request-has-faults =
    { $count ->
       *[other] 要求の { $count } 個の値に誤りがあります。
    }
    .remedy = 一覧の箇所を直してもう一度送ってください。
field-missing = 「{ $field }」がありません。
field-unknown = 「{ $field }」はここでは使えません。
field-no-choice = 「{ $field }」は選択肢({ $limit })にありません。
field-too-short = 「{ $field }」が短すぎます。最小は { $limit } です。
field-too-long = 「{ $field }」が長すぎます。最大は { $limit } です。
field-too-small = 「{ $field }」が小さすぎます。限度は { $limit } です。
field-too-big = 「{ $field }」が大きすぎます。限度は { $limit } です。
field-no-number = 「{ $field }」は数値でなければなりません。
field-wrong = 「{ $field }」の形式が正しくありません。
