## 地図と設備の一覧。

console-map = 地図
console-map-title = 地図と設備の一覧
console-map-nearer = 拡大
console-map-farther = 縮小
console-map-fit = 絞り込んだものをすべて表示
console-map-approximate = 破線の境界はおおよそです。各単位の中心と面積から求めています。

console-list = 設備
console-list-count = { $all } 件中 { $shown } 件
console-list-in-sight = 地図の範囲のみ
console-list-empty = 条件に合う設備はありません。
console-list-empty-hint = 検索語を消すか、条件を減らしてください。

console-search = 設備と地名を検索
console-search-hint = 名称・種類・地名・旧住所
console-places-found = 地名
console-place-before = 旧 { $name }

console-filter = { $count ->
    [0] 絞り込み
   *[other] 絞り込み（{ $count }）
}
console-filter-groups = 分類
console-filter-kinds = 種類
console-filter-place = 坊（フオン）・社（サー）
console-filter-clear = 絞り込みを解除

console-states = 状態
console-state-alarm = 警報
console-state-warning = 注意
console-state-faulty = 値の異常
console-state-silent = 途絶
console-state-unheard = 未受信
console-state-ok = 正常
console-state-passive = 計測なし

console-group-hydromet = 河川・雨・気象・大気
console-group-power = 電力
console-group-security = 扉・煙・傾斜・浸水
console-group-camera = カメラ
console-group-network = ネットワーク
console-group-site = 施設

console-chosen = 選択中の設備
console-chosen-close = 選択を解除
console-simulated = 模擬
console-assumed = 仮定
console-asset-open = 値・グラフ・インシデント

console-value-open = { $value ->
    [0] 閉
   *[other] 開
}
console-value-smoke = { $value ->
    [0] 煙なし
   *[other] 煙あり
}
console-value-online = { $value ->
    [0] オフライン
   *[other] オンライン
}
console-value-last_gasp = { $value ->
    [0] 通電
   *[other] 停電
}
console-value-position = { $value ->
    [0] 開放
   *[other] 投入
}
