## 区域を構成する単位。

console-places = 地域
console-places-search = 地名を探す
console-places-search-hint = 現在の名称、または2025年の合併前の住所。声調記号は省けます。
console-places-count = { $count } 件
console-places-none = この名称の単位は現在ありません。
console-places-name = 単位
console-places-population = 人口
console-places-area_km2 = 面積（km²）
console-places-density = 人口密度（人/km²）
console-places-assets = 設備
console-places-open_incidents = 対応中のインシデント
console-place-code = 行政コード
console-place-unknown = この地域はありません。
console-place-assets = { $count ->
    [0] ここに設備はありません
   *[other] ここの設備 { $count } 件
}
