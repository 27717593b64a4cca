# コマンドライン：プラットフォームの起動と停止。
cli-up = このマシンでプラットフォーム全体を起動し、Ctrl-C まで動かします。
cli-up-city = 都市パック：同梱パックの ID、またはフォルダー。初回の起動時だけ使います。
cli-up-demo = デバイスシミュレーターも起動します。
cli-up-scenario = シミュレーターが再現するシナリオ。
cli-up-speed = シミュレーターの速さ（実時間の何倍か）。
cli-up-port = コンソールのポート（設定値の代わりに使います）。
cli-run = プラットフォームの一部分を、停止の指示があるまで動かします。
up-starting = { $city } の Luy Lâu を起動しています …
up-ready =
    Luy Lâu は稼働中です。

        コンソール：               { $address }
        サインイン（1 回限り有効）： { $link }
up-simulated =
        シミュレーションのデバイスが送信しています（シナリオ { $scenario }）。画面の内容は実際のものではありません。
up-stop-with =
        Ctrl-C で停止します。
up-stopped = 停止しました。
part-did-not-start = 「{ $part }」を起動できませんでした。
    .remedy = 原因はログをご覧ください：{ $log }
already-running = データフォルダー { $folder } では別の Luy Lâu が稼働中です。
    .remedy = 先にそれを停止するか、--data で別のフォルダーを指定してください。
pack-missing = 都市パック「{ $city }」はありません。
    .remedy = 同梱のパック（{ $shipped }）か、city.toml のあるフォルダーを指定してください。
setting-refused = 値 { $said } は受け付けられません。
    .remedy = 設定項目と範囲は docs/guide/settings.md をご覧ください。
setting-too-small = { $said } は小さすぎます。{ $limit } 以上にしてください。
    .remedy = 例：{ $example }
setting-not-above = { $said } は小さすぎます。{ $limit } より大きくしてください。
    .remedy = 例：{ $example }
setting-too-big = { $said } は大きすぎます。{ $limit } 以下にしてください。
    .remedy = 例：{ $example }
setting-not-below = { $said } は大きすぎます。{ $limit } より小さくしてください。
    .remedy = 例：{ $example }
setting-no-whole-number = { $said } は整数ではありません。
    .remedy = 例：{ $example }
setting-no-number = { $said } は数ではありません。
    .remedy = 例：{ $example }
setting-no-truth = { $said } は true でも false でもありません。
    .remedy = 例：{ $example }
setting-no-text = { $said } は文字列ではありません。ファイルでは引用符で囲みます。
    .remedy = 例：{ $example }
setting-no-path = { $said } はファイルやフォルダーのパスではありません。ファイルでは引用符で囲みます。
    .remedy = 例：{ $example }
setting-no-choice = { $said } は選べません。選べるもの：{ $limit }。
    .remedy = 例：{ $example }
setting-no-address = { $said } はアドレスではありません。
    .remedy = 例：{ $example }
setting-no-group = { $said } は設定のグループの位置にあります。
    .remedy = 例：{ $example }
setting-unknown = この名前の設定はありません。
    .remedy = 設定の一覧は docs/guide/settings.md をご覧ください。
folder-forbidden = フォルダーまたはファイル { $file } を使う権限がありません：{ $said }。
    .remedy = 書き込み権限のあるフォルダーを指定してください（--data）。
toml-unreadable = ファイルが正しい TOML ではありません：{ $said }。
    .remedy = 示された箇所を修正してください。
port-taken = ポート { NUMBER($port, useGrouping: 0) }（{ $name }）は別のプログラムが使用中です。
    .remedy = そのプログラムを停止するか、luylau.toml で別のポートを設定してください：{ $setting }。
database-refuses = データベースに書き込めません：{ $said }。
    .remedy = ディスクの空きを作るか、データフォルダーを書き込み可能にしてください。受領確認済みのものは失われません。
source-away = ソース「{ $source }」から届いていません：ブローカーに接続できません。
    .remedy = 自動的に再起動されます。続く場合はブローカーのログをご覧ください。
pack-has-faults = 都市パックに誤りがあります。直前の正しいパックが引き続き有効です。
    .remedy = パックのフォルダーで「luylau city check」を実行してください。
cli-simulate = パックのデバイスをシミュレートします。実物と同じように MQTT でサインインして送信します。
cli-simulate-city = 都市パックのフォルダー。
cli-simulate-credentials = デバイスの秘密情報を収めた JSON ファイル（「luylau up --demo」が作成します）。
cli-simulate-host = ブローカーのホスト。
cli-simulate-port = ブローカーの MQTT ポート。
cli-simulate-seed = シードが同じなら、同じ世界になります。
cli-simulate-from-hour = シナリオの最初のこの時間数を省きます。
cli-simulate-kind = この種類のデバイスだけ。複数回指定できます。
cli-simulate-truth = 実際に起きることを書き出すファイル（JSON Lines）。
simulate-begins = { $count } 台のデバイスをシミュレートしています（シナリオ { $scenario }）。Ctrl-C で停止します。
simulate-behind = シミュレーションが遅れています。速さは実時間の{ $wanted }倍のはずが{ $reached }倍で、{ $seconds }秒遅れています。--speed を下げるか、--kind でデバイスを減らしてください。
credentials-unreadable = 秘密情報のファイルを読めません：{ $said }。
    .remedy = デバイス ID ごとに秘密情報を 1 つ持つ JSON オブジェクトを指定してください。
