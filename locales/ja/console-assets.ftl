## 設備ごとのページと、設備を示すところで使う言葉。

console-asset = 設備
console-asset-on-map = 地図で見る
console-asset-passive = この設備は計測をしていません。
console-asset-passive-hint = 周囲の機器が状況を伝えます。

console-values = 最新の値
console-channel = 計測項目
console-value = 値
console-quality = 品質
console-measured = 計測時刻
console-stale = 更新なし
console-never = まだありません

console-quality-good = 良好
console-quality-range = ありえない値
console-quality-spike = 急な変化
console-quality-stuck = 値が固着
console-quality-gap = 途絶後の最初の値
console-quality-late = 遅れて到着
console-quality-future = 時刻が未来
console-quality-duplicate = 重複
console-quality-unit = 単位の誤り
console-quality-not_finite = 数値ではない
console-quality-unknown_device = 未登録の機器
console-quality-unknown_channel = 未登録の項目
console-quality-ancient = 時計が未設定

console-related = つながり
console-powered-by = 電源
console-connected-via = 通信経路
console-related-none = 不明
console-dependants = これに依存する設備 { $count } 件
console-dependants-all = すべて表示

console-open-incidents = 対応中のインシデント
console-open-incidents-none = 対応中のインシデントはありません。
console-incident-suspected = 疑い
console-incident-confirmed = 確認済み
console-incident-assigned = 割り当て済み
console-incident-in_progress = 対応中
console-incident-resolved = 解決済み
console-incident-reviewed = 振り返り済み

console-severity-critical = 重大
console-severity-major = 大
console-severity-minor = 小
console-severity-info = お知らせ

console-about = 詳細
console-place = 場所
console-owner = 所有者
console-criticality = 重要度
console-criticality-low = 低
console-criticality-normal = 通常
console-criticality-high = 高
console-criticality-vital = 最重要
console-status = 区分
console-status-planned = 計画中
console-status-installed = 設置済み
console-status-simulated = 模擬：プラットフォーム内にのみ存在
console-status-retired = 撤去済み
console-backup = 停電時に動く時間
console-hours = { $count } 時間
console-position = 位置（WGS 84）
console-source = 出典
console-id = ID

console-level-alarm-1 = 警戒水位1
console-level-alarm-2 = 警戒水位2
console-level-alarm-3 = 警戒水位3

console-chart = グラフ
console-chart-range = 期間
console-range-hour = 1時間
console-range-day = 1日
console-range-week = 1週間
console-range-month = 1か月
console-range-year = 1年
console-chart-earlier = 前の期間
console-chart-later = 次の期間
console-chart-empty = この期間の計測値はありません。
console-chart-empty-hint = 前の期間を見るか、期間を長くしてください。
console-chart-to-latest = 最新値（{ $time }）まで
console-chart-to-now = 現在に戻る
console-chart-empty-latest = 最新の値は { $time } のものです。
console-chart-go-latest = 最新の値へ
console-chart-incomplete = 履歴の一部を読み出せませんでした。線の途切れは欠測とは限りません。
console-chart-only-doubtful = この期間には疑わしい値しかありません。
console-chart-words = { $channel }：最低 { $low }、最高 { $high }、直近 { $last }。良好 { NUMBER($good) } 件、疑わしい値 { NUMBER($doubtful) } 件
console-legend-mean = 値（区間の平均）
console-legend-band = 区間の最低から最高
console-legend-level = 公表された水準
console-legend-doubtful = 疑わしい値（統計に含めない、{ $count } 件）
console-export-csv = CSV
console-export-parquet = Parquet
