## 配置検討：一覧と新しい検討。

console-studies = 配置検討
console-studies-hint = 何をどこに置けば最も効果があるか。各検討は、案の良さの証明と理由を示します。
console-studies-none = 検討はまだありません。
console-studies-none-hint = 新しい検討を作り、問い、置ける場所、予算を決めてください。
console-studies-none-look = 管理者が作成できます。
console-studies-new = 新しい検討
console-studies-make = 作成
console-studies-new-name-hint = まず1つの言語で入力します。他の2言語は後で直せます。
console-studies-begin-with = 元にするもの
console-studies-empty = 空の検討
console-studies-copy-of = 「{ $name }」の複製
console-studies-id-of = ID：{ $id }
console-studies-new-question = どこに置けば最も多くに届くか。
console-studies-new-demand = 新しい基準
console-studies-new-option = 新しい選択肢
console-studies-last-run = 最終実行 { $time }
console-studies-delete = 削除
console-studies-delete-of = 「{ $name }」を削除
console-studies-delete-sure = 「{ $name }」を削除しますか？
console-studies-delete-broken = ファイルを読めないため、削除すると元に戻せません。
console-studies-faults = { $count ->
   *[other] 誤りが{ $count }件あります
}
console-studies-row = { $row }行目
console-studies-did-create = 検討「{ $study }」を作成しました。
console-studies-did-delete = 検討「{ $study }」を削除しました。
console-studies-did-save = 検討を版{ $version }として保存しました。
console-studies-did-undo = 変更を取り消しました。
console-studies-did-delete-run = 実行を削除しました。

## 検討画面：枠組み、保存と実行。

console-studies-back = 検討一覧
console-studies-version = 版{ $version }
console-studies-fold = パネルをたたむ
console-studies-unfold = パネルを開く
console-studies-map = 検討の地図
console-studies-tab-ask = 問い
console-studies-tab-result = 結果
console-studies-tab-runs = 履歴
console-studies-undo = 元に戻す（Ctrl+Z）
console-studies-redo = やり直す（Ctrl+Shift+Z）
console-studies-save = 保存
console-studies-run = 正確に計算
console-studies-save-run = 保存して計算
console-studies-unsaved = 未保存です。下書きはこのタブに残ります。
console-studies-unsaved-tried = 試行のみです。あなたの役割では変更を保存できません。
console-studies-only-look = あなたの役割では閲覧のみです。変更は管理者ができます。
console-studies-only-try = 変更を試し、保存済みの版を実行できます。変更の保存は管理者が行います。
console-studies-newer = 作業中に他の人がこの検討を変更しました。
console-studies-newer-hint = あなたの入力は残っています。このまま進めて保存すると相手の版に置き換わりますが、履歴には両方残ります。
console-studies-how-coarse = 概算
console-studies-how-exact = 正確
console-studies-how-older = 別の問いの結果
console-studies-reckoning = 計算中…
console-studies-no-answer = 結果はまだありません。
console-studies-no-answer-hint = 検討を実行してください。
console-studies-sites-cost = { $sites ->
   *[other] { $sites }か所 · { $cost }
}
console-studies-money = { $value } { $currency }
console-studies-percent = { $value } %
console-studies-legend = 凡例
console-studies-legend-firm = 二重の縁：確実、または必ず使う
console-studies-legend-left = 選ばれなかった地点
console-studies-legend-demand = 単位の需要（塗りは届いた分）
console-studies-legend-reach = 地点の届く範囲

## 検討の入力欄。

console-studies-part-demand = 需要と重み
console-studies-part-limits = 制約
console-studies-part-options = 選択肢
console-studies-part-sites = 候補地
console-studies-part-areas = 区域
console-studies-part-names = 名称と問い
console-studies-part-search = 探索
console-studies-demand-hint = 重みを動かすと、地図と数値が概算ですぐに変わります。
console-studies-add-demand = 基準を追加
console-studies-add-option = 選択肢を追加
console-studies-remove = 「{ $name }」を外す
console-studies-other-languages = { $field }：他の言語
console-studies-weight-of = 重み：{ $name }
console-studies-weight-share = 重み全体の{ $share } %
console-studies-reached-of = 到達：{ $name }
console-studies-reached-share = { $share } %に到達
console-studies-source-places = 単位の人口
console-studies-source-assets = パックの資産
console-studies-source-customers = 電力需要家
console-studies-source-file = 検討と同じ場所のファイル
console-studies-sites-loads = 電力網の変圧器
console-studies-sites-assets = 資産のある場所
console-studies-sites-raster = 等間隔の点
console-studies-sites-file = 検討と同じ場所のファイル
console-studies-method-covering = 被覆：制約の中で最も多くに届く
console-studies-method-supply = 電源：台風時の停電時間を最も減らす
console-studies-method-cover-all = 全被覆：最小の費用ですべてに届く
console-studies-method-median = メディアン：最寄りの地点までの道のりを最短にする
console-studies-field-served-by = 既に支えている施設
console-studies-served-hint = これらが近くに多いほど少なく数えます。
console-studies-field-served-m = 範囲、m
console-studies-field-unit-reach = 各単位の到達の下限
console-studies-unit-reach-hint = 需要に対する割合、0〜1
console-studies-field-reliable = 給電される台風の割合
console-studies-reliable-hint = 地点はこの割合以上の台風で給電される必要があります（0～1、0で制限なし）
console-studies-field-capacity = 対応の上限（0：制限なし）
console-studies-field-twice = 2つ目の地点の割合
console-studies-twice-hint = 2つの地点が届く場合だけ数える分、0〜0.5
console-studies-field-buildings = 建物のファイル
console-studies-buildings-hint = 検討と同じ場所のGeoJSON。背後を隠します。
console-studies-field-roads = 道路のファイル
console-studies-roads-hint = 検討と同じ場所のGeoJSON。距離を道路に沿って測ります。なしは直線距離。
console-studies-decay-step = 範囲内は一様
console-studies-decay-linear = 範囲の端まで直線的に減る
console-studies-decay-gaussian = 釣鐘形に減る
console-studies-field-names = 名称
console-studies-field-question = 問い
console-studies-field-source = 出所
console-studies-field-kinds = 資産の種類
console-studies-field-place-kinds = 場所の種類
console-studies-place-kinds-hint = パックのIDをカンマで区切ります。空欄はすべて。
console-studies-field-file = ファイル
console-studies-file-hint = 検討と同じ場所のCSVまたはGeoJSON。
console-studies-field-column = 重みの列
console-studies-column-hint = 空欄なら各点を1と数えます。
console-studies-field-load-w = 1か所の負荷、W
console-studies-field-note = 備考（数値の出所）
console-studies-field-assumed = 数値は仮定
console-studies-field-cost = 費用
console-studies-field-running-cost = 年間運用費
console-studies-field-range-m = 範囲、m
console-studies-field-near-m = 最短、m
console-studies-field-angle-deg = 角度、度
console-studies-field-headings = 試す向きの数
console-studies-field-decay = 距離による減り方
console-studies-field-power-w = 消費電力、W
console-studies-field-supply-w = 供給電力、W
console-studies-field-energy-wh = エネルギー、Wh
console-studies-option-about = { $cost } · 範囲 { $range } m
console-studies-field-sites = 置ける場所
console-studies-field-step-m = 点の間隔、m
console-studies-field-most = 調べる候補地の上限
console-studies-most-hint = 0はすべて。少なくすると乱数の種で選びます。
console-studies-field-budget = 予算
console-studies-no-budget = 予算の上限なし
console-studies-field-years = 運用費を数える年数
console-studies-years-hint = 費用にこの年数の運用費を含めます。
console-studies-field-most-sites = 地点の上限
console-studies-field-apart-m = 最小間隔、m
console-studies-field-unit-least = 各単位の下限
console-studies-field-unit-most = 各単位の上限
console-studies-zero-none = 0は制限なし
console-studies-field-installed = 設置済み
console-studies-installed-hint = これらの資産の周囲には既に届いています。
console-studies-field-installed-range-m = その範囲、m
console-studies-field-powered = 台風で停電した地点は数えない
console-studies-field-scenarios = 再現する台風の数
console-studies-must = 必ず使う
console-studies-must-not = 使わない
console-studies-ruled-none = なし。地図上の地点に触れて指定します。
console-studies-field-method = 方法
console-studies-field-currency = 通貨
console-studies-field-seed = 乱数の種
console-studies-seed-hint = 同じ種なら同じ結果になります。
console-studies-field-seconds = 探索時間の上限、秒
console-studies-seconds-hint = 正確な計算にだけ使います。

## 検討のそばのファイル。

console-studies-incidents = 過去1年の事案
console-studies-upload = アップロード
console-studies-upload-for = アップロード：{ $field }
console-studies-upload-of = 「{ $name }」をアップロード
console-studies-files = すべてのファイル
console-studies-files-for = すべてのファイル：{ $field }
console-studies-files-all = 検討と同じ場所のファイル
console-studies-files-empty = ファイルはまだありません。
console-studies-files-hint = lat列とlon列のあるCSV、または点、建物、道路のGeoJSONです。
console-studies-file-choose = ファイルを選択
console-studies-file-none = なし
console-studies-file-no-fit = 使えるファイルがありません。
console-studies-file-missing = ありません
console-studies-file-size = { $size } kB
console-studies-holds-points = { $count ->
   *[other] 点{ NUMBER($count) }個
}
console-studies-holds-buildings = { $count ->
   *[other] 建物{ NUMBER($count) }棟
}
console-studies-holds-roads = { $count ->
   *[other] 道路{ NUMBER($count) }本
}
console-studies-holds-other = { $count ->
   *[other] 読めません
}
console-studies-file-name = 保存するファイル名
console-studies-file-name-hint = 元の名前から作りました。検討ではこの名前で指定します。
console-studies-file-there = 「{ $name }」はすでにあります：{ $about }
console-studies-file-there-hint = { $count ->
    [0] 置き換えると元に戻せません。保存済みの検討では使われていません。
   *[other] 置き換えると元に戻せません。次の検討にも影響します：{ $studies }。
}
console-studies-file-replace = 置き換える
console-studies-file-large = ファイルが{ $most } MiBを超えています。
    .remedy = 検討に不要な列や行を除くか、複数のファイルに分けてください。
console-studies-file-save = 「{ $name }」を保存
console-studies-file-named = { $studies }で使われています。別のファイルを指定するまで削除できません。
console-studies-delete-file-hint = 保存済みの検討では使われていません。削除すると元に戻せません。
console-studies-did-upload = 「{ $name }」をアップロードして選択しました：{ $about }。
console-studies-did-upload-other = 「{ $name }」をアップロードしましたが、ここでは選べません：{ $about }。
console-studies-did-delete-file = 「{ $name }」を削除しました。

## 地図に区域を描く。

console-studies-areas-hint = マウスや指で地図に描くか、角の座標を入力します。
console-studies-draw-area = 区域を描く
console-studies-area-sites = 設置できる区域
console-studies-area-sites-hint = この中にだけ置けます。
console-studies-area-keep-out = 設置禁止区域
console-studies-area-keep-out-hint = この中には置けません。
console-studies-area-demand = 需要を数える区域
console-studies-area-demand-hint = この中の需要だけを数えます。
console-studies-area-about = { $use } · 角{ $count }つ
console-studies-area-change = 地図で直す
console-studies-area-crossed = 辺が交わっています。
console-studies-field-use = 用途
console-studies-corners = 角：緯度、経度
console-studies-corner = 角{ $number }／{ $count }。ドラッグまたは矢印キーで移動、Deleteで削除
console-studies-lat-of = 角{ $number }の緯度
console-studies-lon-of = 角{ $number }の経度
console-studies-corner-remove = 角{ $number }を外す
console-studies-corner-add = 角を追加
console-studies-corner-more = 角を増やす
console-studies-corner-back = 最後の角を戻す
console-studies-drawing = 区域の作図
console-studies-draw-hint = { $count ->
    [0] 区域の角で地図に順に触れてください。
   *[other] 角{ $count }つ。3つ以上必要です。
}
console-studies-move-hint = 角をドラッグするか、矢印キーで動かします。
console-studies-draw-done = 完了

## 地図上の地点。

console-studies-close-site = 閉じる
console-studies-why = 単独で{ $own }に届き、案に{ $adds }を加えます。
console-studies-standing-core = 確実：良い案の{ $share } %に含まれます。
console-studies-standing-flips = 評価次第：良い案の{ $share } %に含まれます。
console-studies-standing-rare = 選ばれにくい：良い案の{ $share } %に含まれます。
console-studies-would-add = 単独では{ $own }に届き、加えると{ $adds }増えます。
console-studies-in-plans = 良い案の{ $share } %に含まれます。
console-studies-shared = うち{ $shared }には「{ $rival }」が届きます。
console-studies-show-rival = その地点を表示
console-studies-site-other = 表示中の案にはこの地点の説明がありません。
console-studies-site-asset = この場所の資産を開く
console-studies-powered = 台風の{ $share } %で給電されています。

## 結果。

console-studies-found = 回答
console-studies-of-run = { $time }の実行、版{ $version }
console-studies-of-trial = いまの入力内容からの概算
console-studies-older = これは実行時の問いへの回答で、いまの入力内容とは異なります。
console-studies-gap = 最良の案との差は最大{ $gap } %です。
console-studies-budget-left = 予算{ $budget }、残り{ $left }。
console-studies-marks = 数値を読む際の注意
console-studies-order-by = { $column }で並べ替え
console-studies-head-powered = 給電
console-studies-of-asked = { $asked }中{ $reached }
console-studies-file-pdf = 資料（PDF）
console-studies-file-html = 資料（HTML）
console-studies-file-csv = 表（CSV）
console-studies-file-geojson = GeoJSON
console-studies-take = 計画中の資産としてパックに取り込む
console-studies-take-hint = 地点はパックの「計画中」の資産になり、出所にこの実行が記されます。パックの変更は取り消せます。
console-studies-take-kind = 資産の種類
console-studies-take-sites = { $count ->
   *[other] 地点：{ $count }
}
console-studies-take-do = { $count }か所を取り込む
console-studies-taken = 計画中の資産{ $count }件をパックに取り込みました。
console-studies-pack-changed = その後パックがさらに変更されました。
    .remedy = 先に新しい変更を取り消してください。
console-studies-plans-hint = 各案の費用と値。触れると地図に表示します。
console-studies-other-plan = 地図は案「{ $plan }」を表示しています。基準と単位の表は、この実行の最良案のものです。
console-studies-own-plan = 最良案を表示
console-studies-chart = { $count }案の費用と値の図。下の表に同じ数値があります。
console-studies-axis-cost = 費用、{ $currency }
console-studies-head-value = 値
console-studies-head-bound = 上界
console-studies-show-beaten = すべての面で劣る案も表示
console-studies-hide-beaten = 劣る案を隠す
console-studies-compare-best = 最良の案と比べる

## 実行と履歴。

console-studies-runs = 実行
console-studies-no-runs = 実行はまだありません。
console-studies-no-runs-hint = 「正確に計算」で検討を待ち行列に入れます。
console-studies-run-queued = 待機中
console-studies-run-running = 実行中
console-studies-run-done = 完了
console-studies-run-failed = 失敗
console-studies-run-cancelled = 取り消し
console-studies-queue = { $before ->
    [0] 待機中。次に実行されます。
   *[other] 待機中。前に{ $before }件あります。
}
console-studies-step = { $step } · { $share } %
console-studies-begins = 開始しています…
console-studies-cancelling = 取り消しています…
console-studies-cancel-run = 実行を取り消す
console-studies-progress = 実行の進み具合
console-studies-asked-by = { $name }、版{ $version }
console-studies-took = { $seconds }秒
console-studies-show-run = 表示
console-studies-compare-before = 前回と比べる
console-studies-delete-run = { $time }の実行を削除
console-studies-delete-run-hint = その結果は完全に失われます。
console-studies-history = 保存された版
console-studies-no-history = まだ変更はありません。
console-studies-change-made = 作成
console-studies-change-deleted = 削除
console-studies-change-parts = 変更：{ $parts }
console-studies-undo-change = この変更の前に戻す

## 2つの案の比較。

console-studies-compare = 案を比べる
console-studies-compare-choose = 2つの案を選んでください。
console-studies-compare-hint = 同じ検討でも別の検討でも構いません。ページのアドレスに両方が入るので、共有できます。
console-studies-compare-side = 実行{ $side }
console-studies-compare-plan = 案{ $side }
console-studies-run-of = { $study }、{ $time }、版{ $version }
console-studies-swap = AとBを入れ替える
console-studies-map-of = 案{ $side }の地図
console-studies-linked = 地図を連動
console-studies-compare-legend = 案ごとの色と二重の縁はその案だけの地点、緑は両方にある地点です。
console-studies-compare-units = 2つの検討は単位が異なるため、値は比べられません。
console-studies-compare-whole = 基準や単位ごとの達成は、各実行の最良の案についてだけ分かります。
console-studies-figures = 数値
console-studies-head-figure = 項目
console-studies-difference = 差
console-studies-cost-in = 費用、{ $currency }
console-studies-points = { $value }ポイント
console-studies-sites-only-a = Aだけ：{ $count }
console-studies-sites-only-b = Bだけ：{ $count }
console-studies-sites-changed = 両方にあるが選択肢や向きが違う：{ $count }
console-studies-sites-both = 両方で同じ：{ $count }
