# 配置検討：検討ファイルの誤り。

study-file-unreadable = 検討ファイルを読み取れません。
    .remedy = ファイル名、読み取り権限、ディスクを確認してください。
study-file-not-utf8 = ファイルがUTF-8のテキストではありません。
    .remedy = 文字コードをUTF-8にして保存し直してください。
study-file-not-toml = ファイルが正しいTOMLではありません。{ $line }行{ $column }列から読めません。
    .remedy = 引用符、括弧、等号の抜けや、同じキーの重複がないか確認してください。
study-key-unknown = ここに項目「{ $name }」はありません。
    .remedy = 削除するか、次のいずれかを使ってください：{ $known }。
study-field-missing = 項目「{ $name }」がありません。
    .remedy = 追加してください。意味はdocs/guide/siting.mdにあります。
study-field-type = 項目「{ $name }」の型が正しくありません。
    .remedy = { $wanted ->
        [text] 引用符で囲んだ文字列を書いてください。
        [texts] ["clinic", "pump_station"]のような文字列のリストを書いてください。
        [number] 引用符なしで数値を書いてください。
        [whole] 整数を書いてください。
        [corners] 角の[緯度, 経度]のリスト（10000点まで）を書いてください（例：[[21.18, 106.05], [21.18, 106.07], [21.2, 106.06]]）。
        [truth] trueかfalseを書いてください。
       *[table] テーブルを書いてください（例：{"{"} vi = "…", en = "…", ja = "…" {"}"}）。
    }
study-field-range = 項目「{ $name }」が範囲外です。
    .remedy = { $low }から{ $high }までの数値にしてください。
study-field-choice = 「{ $name }」に「{ $value }」は使えません。
    .remedy = 次のいずれかを使ってください：{ $choices }。
study-id-bad = 「{ $value }」は「{ $name }」に使えません。
    .remedy = 英小文字と数字、間のハイフンで1～64文字にしてください（例：camera-dome）。
study-id-twice = ID「{ $id }」が2回あります。
    .remedy = どちらかを別のIDにしてください。
study-name-missing = 1つの言語の文がありません：{ $language }。
    .remedy = vi、en、jaのすべてを書いてください。
study-list-empty = [[{ $name }]]がありません。
    .remedy = [[{ $name }]]の行で始まる項目を1つ以上書いてください。
study-file-elsewhere = 「{ $value }」は検討と同じ場所のファイルではありません。
    .remedy = ファイルを検討のフォルダーに置き、名前だけを書いてください。
study-area-crossed = 区域「{ $area }」が何も囲んでいません。辺が交わるか、異なる角が3つありません。
    .remedy = 辺が交わらないように、3つ以上の角を順に書き直してください。
study-near-not-below-range = 到達範囲が{ $near } mから{ $range } mでは空になります。
    .remedy = near_mをrange_mより小さくしてください。
study-limit-missing = 予算も設置数もなく、案に上限がありません。
    .remedy = [limits]にbudgetかmost_sitesを書いてください。
study-unit-bounds = 各単位で{ $least }か所以上かつ{ $most }か所以下にはできません。
    .remedy = unit_leastをunit_most以下にしてください。
study-must-and-must-not = 地点「{ $site }」が必須と除外の両方にあります。
    .remedy = mustかmust_notの一方から外してください。
study-supply-needs-assets = この方法の対象はパックの資産だけです。
    .remedy = source = "assets"と種類を書いてください。
study-cover-all-limit = 「{ $name }」は方法cover_allと併用できません。
    .remedy = 外すか、方法coveringを使ってください。
study-cover-all-option = 選択肢「{ $id }」は方法cover_allと併用できません。
    .remedy = 全方向に届く選択肢（angle_deg 360、near_mなし、decay step）か、方法coveringを使ってください。
study-layer-alone = 「{ $name }」は検討のほかの設定と併用できません。
    .remedy = decayとpoweredのないcoveringの検討で使い、unit_reachとtwiceは一方だけにしてください。
study-surroundings-supply = 「{ $name }」は方法supplyと併用できません。
    .remedy = 外してください。電源は自分の地点だけに届きます。
study-roads-looking = 道路は、方向を向く選択肢や建物による遮蔽と併用できません。
    .remedy = angle_deg 360、向き1つ、near_mなしの選択肢で、buildingsなしで使ってください。
study-list-long = [[{ $name }]]が{ $count }個あります。最大{ $most }個です。
    .remedy = 減らすか、ファイルに入れてください。
study-text-long = この文は{ $most }文字を超えています。
    .remedy = 短くしてください。
study-preview-busy = いま試算中の検討が多すぎます。
    .remedy = 数秒待ってからもう一度変更するか、正確に計算してください。
study-capacity-alone = 選択肢「{ $id }」の対応能力は検討のほかの設定と併用できません。
    .remedy = 方法median、需要1つ、選択肢1つ、most_sitesで、ほかの限度なしで使ってください。
study-changed = その間に検討が変更されました。変更元は版{ $expected }、現在は版{ $found }です。
    .remedy = 読み込み直して、もう一度変更してください。

# 需要点と候補地。

siting-file-unreadable = ファイルを読み取れません。
    .remedy = 検討と同じ場所に置き、名前と読み取り権限を確認してください。
siting-file-not-utf8 = ファイルがUTF-8のテキストではありません。
    .remedy = 文字コードをUTF-8にして保存し直してください。
siting-file-broken = CSVファイルが壊れています：{ $reason }。
    .remedy = その行に閉じていない引用符がないか確認してください。
siting-file-column = 列「{ $name }」がありません。あるのは：{ $given }。
    .remedy = 1行目に列名を書いてください。緯度と経度はlatとlonです。
siting-file-empty = ファイルに点がありません。
    .remedy = 1行以上書いてください。
siting-file-geometry = 図形が点でも、範囲内の度で閉じた多角形でもありません。
    .remedy = WGS84のPoint、Polygon、MultiPolygonを、経度を先にして使ってください。
siting-file-number = 「{ $name }」の「{ $value }」は数値ではありません。
    .remedy = 小数点にピリオドを使って数値を書いてください。
siting-file-range = 「{ $name }」の{ $value }は範囲外です。
    .remedy = 緯度は-90から90、経度は-180から180、重みは0以上です。
siting-demand-empty = 需要「{ $demand }」の重みの合計が0です。
    .remedy = その種類がパックにあるか、重みが0より大きいか、描いた区域の中にあるか確認してください。
siting-assets-none = パックにこれらの種類の使用中の資産がありません：{ $kinds }。
    .remedy = パックにある種類を使ってください。
siting-grid-none = パックに電力網がありません。
    .remedy = 別の出所を使うか、パックにgrid.jsonかgrid.tomlを入れてください。
siting-sites-none = 区域内に候補地がありません。
    .remedy = 別の候補地の出所、より小さい間隔、またはより広い区域を使ってください。
siting-sites-outside = { $count }か所の候補地が区域の外にあります（例：{ $sites }）。
    .remedy = 緯度と経度を確認するか、外してください。
siting-values-wrong = 一部の案について達成度が分かりません。
    .remedy = すべての案と基準に数値を入れてください。
siting-least-weights = 最小の重みの合計が{ $total }です。
    .remedy = 合計を1以下にし、負の重みをなくしてください。
siting-weights-none = どの基準にも重みがありません。
    .remedy = 1つ以上の基準に0より大きい重みを付けてください。
siting-supply-site-unasked = どの基準も求めていない地点に電源を置けるようになっています（例：{ $sites }）。
    .remedy = 候補地と需要で同じ種類の資産を使ってください。
siting-site-not-there = 制約にある{ $count }か所は候補地ではありません（例：{ $sites }）。
    .remedy = IDを確認するか、mustとmust_notから外してください。
siting-spread-wrong = この条件では抽出できません：{ $draws }回、ばらつき{ $spread }、予算{ $budget }。
    .remedy = 1回以上、ばらつきは0以上、予算のばらつきは0以上1未満にしてください。

# How far a run is.

siting-floor-unreachable = { $count }単位では、すべての地点を使っても需要の{ NUMBER($share, maximumFractionDigits: 1) } %に届きません：{ $units }。
    .remedy = unit_reachを下げるか、そこに地点や到達範囲を増やしてください。
siting-floor-none-found = すべての単位で需要の{ NUMBER($share, maximumFractionDigits: 1) } %に届く案が見つかりませんでした。
    .remedy = 予算、地点、秒数を増やすか、unit_reachを下げてください。
siting-file-outline = 建物の輪郭ではありません。
    .remedy = 経度と緯度の、閉じた輪を持つPolygonかMultiPolygonを使ってください。
siting-file-line = 道路ではありません。
    .remedy = 経度と緯度の、2点以上のLineStringを使ってください。
siting-raster-many = 格子点が{ NUMBER($count) }点になります。最大{ NUMBER($most) }点です。
    .remedy = [sites]のstep_mを大きくしてください。
siting-apart-many = apart_mより近い地点の組が{ NUMBER($count) }組あります。最大{ NUMBER($most) }組です。
    .remedy = apart_mを小さくするか、地点を減らしてください。
siting-columns-many = 地点、選択肢、向きの組が{ NUMBER($count) }個になります。最大{ NUMBER($most) }個です。
    .remedy = 地点（most）、選択肢、向きを減らしてください。
siting-supply-twice = 2つの基準が資産{ $asset }を対象にしています。
    .remedy = 各資産を対象にする基準は1つにしてください。方法supplyは資産を1回だけ数えます。
siting-site-number = 地点の番号が{ $least }未満か、大きすぎます。
    .remedy = 地点は0から番号を付けてください。
siting-unit-limit = 単位ごとの地点数の限度が{ $said }です。
    .remedy = 0以上にしてください。
siting-reliable-none = 台風の{ NUMBER($share, maximumFractionDigits: 1) } %で給電される地点はありません。最良の地点でも{ NUMBER($most, maximumFractionDigits: 1) } %です。
    .remedy = reliableを下げるか、別の地点を使ってください。
siting-site-twice = 2つの地点のIDが「{ $site }」です。
    .remedy = ファイルの各地点に別々のIDを付けてください。
siting-step-points = 点と到達範囲を集めています
siting-step-plan = 案を探しています
siting-step-compare = 他の案と比べています
siting-step-why = 理由を調べています
siting-step-done = 完了

# 配置検討のコマンド。

cli-siting = 配置検討：確認、実行、求解。
cli-siting-check = 検討ファイルの誤りをすべて示します：行、項目、直し方。
cli-siting-run = 検討に答えます：案、証明された良さ、理由。
cli-siting-out = 回答、表、3言語の資料を書き出すフォルダー。
siting-check-good = 検討「{ $name }」（版{ $version }）に誤りはありません。
siting-run-took = { $seconds }秒かかりました。
siting-run-written = { $folder }に書き出しました。

# 文献の問題例を解くコマンド。

cli-siting-solve = 文献の問題例を解きます：最大被覆（sjc、mclp）または p-メディアン（pmed）。
cli-siting-format = sjc：点と、隣のファイルの需要。pmed：OR-Library のグラフ。mclp：TSPLIB 風のキーワード。
cli-siting-p = いくつ選ぶか。pmed では、省くとファイルの数になります。
cli-siting-r = 点がどこまで届くか。ファイルの単位（度の座標ではメートル）。sjc と mclp で使います。
cli-siting-seconds = 何秒まで探すか。
cli-siting-seed = 時間で打ち切られないかぎり、同じシードなら同じ案になります。
cli-siting-json = JSON オブジェクトを一つ出力します。
cli-siting-output = 選んだ点の CSV ファイル。
siting-solve-read-covering = { $name }：点 { NUMBER($nodes, useGrouping: 0) }、需要の合計 { NUMBER($demand, useGrouping: 0) }、p = { NUMBER($p, useGrouping: 0) }、r = { NUMBER($r, useGrouping: 0) }
siting-solve-read-median = { $name }：点 { NUMBER($nodes, useGrouping: 0) }、需要の合計 { NUMBER($demand, useGrouping: 0) }、p = { NUMBER($p, useGrouping: 0) }
siting-solve-chosen = 選んだ点（{ NUMBER($count, useGrouping: 0) }）：{ $nodes }
siting-solve-covered = 届く需要：{ NUMBER($value, useGrouping: 0) }（{ NUMBER($share, maximumFractionDigits: 2) } %）。どの選び方でも { NUMBER($bound, useGrouping: 0) } を超えません
siting-solve-ways = 距離の合計：{ NUMBER($value, useGrouping: 0) }。どの選び方でも { NUMBER($bound, useGrouping: 0) } を下回りません
siting-solve-gap = 最適性ギャップ：{ NUMBER($gap, maximumFractionDigits: 4) } %
siting-solve-proof = { $optimal ->
        [yes] 証明済み：これより良い選び方はありません
       *[no] より良い選び方があるかどうかは証明されていません
    }（{ $proof ->
        [exact] 分枝限定法で最後まで
        [branch] 時間で打ち切った分枝限定法
       *[lagrange] ラグランジュ緩和による限界
    }）
