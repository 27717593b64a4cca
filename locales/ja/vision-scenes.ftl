## カメラ：各カメラの設定と、映像に見えるもの。

# 設定ファイルcameras.toml
vision-plan-file-unreadable = ファイルを読み取れません。
    .remedy = 読み取り権限とディスクを確認してください。
vision-plan-file-not-utf8 = ファイルがUTF-8のテキストではありません。
    .remedy = 文字コードをUTF-8にして保存し直してください。
vision-plan-file-not-toml = ファイルが正しいTOMLではありません。{ $line }行{ $column }列から読めません。
    .remedy = 引用符、括弧、等号の抜けや、同じキーの重複がないか確認してください。
vision-plan-version-bad = バージョンがないか、1以上の整数ではありません。
    .remedy = 最初のカメラの上に「version = 1」と書いてください。
vision-plan-changed = その間に他の人がカメラの設定を変更しました。現在のバージョンは{ $expected }ではなく{ $found }です。
    .remedy = 読み込み直してから、もう一度変更してください。
vision-plan-key-unknown = ここに項目「{ $name }」はありません。
    .remedy = 削除するか、次のいずれかを使ってください：{ $known }。
vision-plan-field-missing = 項目「{ $name }」がありません。
    .remedy = 追加してください。意味はdocs/guide/cameras-scenes.mdにあります。
vision-plan-field-type = 項目「{ $name }」の型が正しくありません。
    .remedy = { $wanted ->
        [text] 引用符で囲んだ文字列を書いてください。
        [number] 引用符なしで数値を書いてください。
        [whole] 整数を書いてください。
        [truth] trueかfalseを書いてください。
        [points] [[0.1, 0.5], [0.4, 0.5], [0.4, 0.9]]のような点のリストを書いてください。
        [labels] ["person", "car"]のような種類のリストを書いてください。
        [hours] [{"{"} days = ["mon"], start = "18:00", end = "06:00" {"}"}]のような表のリストを書いてください。
        [days] ["sat", "sun"]のように曜日を1つ以上書いてください。
        [tables] それぞれを[[camera]]や[[camera.scene]]の行で始めてください。
       *[table] テーブルを書いてください（例：{"{"} vi = "…", en = "…", ja = "…" {"}"}）。
    }
vision-plan-field-range = 項目「{ $name }」が範囲外です。
    .remedy = { $low }から{ $high }までの数値にしてください。点は画面に対する割合です。
vision-plan-field-choice = 「{ $name }」に「{ $value }」は使えません。
    .remedy = 次のいずれかを使ってください：{ $choices }。
vision-plan-id-bad = 「{ $value }」は「{ $name }」に使えません。
    .remedy = 英小文字と数字、間のハイフンで1～64文字にしてください（例：fence-1）。
vision-plan-id-twice = ID「{ $id }」が1台のカメラの中で2回使われています。
    .remedy = どちらかのIDを変えてください。
vision-plan-name-length = 名称が空か、長すぎます。
    .remedy = 場所が分かる名称を1～{ $most }文字で書いてください。
vision-plan-camera-unknown = この都市に資産「{ $camera }」はありません。
    .remedy = 先にassets.csvへカメラを追加するか、IDを直してください。
vision-plan-camera-kind = 資産「{ $camera }」の種別は「{ $kind }」で、カメラではありません。
    .remedy = 種別がcameraの資産を書くか、assets.csvで種別を直してください。
vision-plan-camera-twice = 「{ $camera }」の設定はすでに{ $first }行目にあります。
    .remedy = どちらか一方だけを残してください。
vision-plan-address-secret = アドレスにユーザー名、パスワード、またはトークンなどの秘密が含まれています。
    .remedy = 取り除き、接続情報はカメラのページで保存してください。パスの中のパスワードは{"{password}"}と書きます。
vision-plan-address-unknown = 「{ $value }」は映像のアドレスではありません。
    .remedy = rtsp://ホスト/パス、映像フォルダー内のfile:名前、またはusb:0と書いてください。
vision-plan-points-few = { $shape ->
        [line] 線には{ $least }点以上が必要ですが、{ $count }点しかありません。
       *[polygon] 多角形には{ $least }点以上が必要ですが、{ $count }点しかありません。
    }
    .remedy = 画面上で描き直してください。
vision-plan-points-many = 点が{ $count }個あります。
    .remedy = { $most }個以内で描いてください。
vision-plan-line-short = 線が画面の100分の1より短くなっています。
    .remedy = もっと長く描いてください。
vision-plan-polygon-crosses = 多角形の辺が互いに交わるか、接しています。
    .remedy = どの辺も交わらないように頂点を動かしてください。両方の部分が必要なら2つに分けてください。
vision-plan-polygon-flat = 多角形に面積がありません。
    .remedy = もっと広く描いてください。画面の1万分の1以上が必要です。
vision-plan-twice-in-list = 「{ $name }」に同じものが2回書かれています。
    .remedy = それぞれ1回だけ書いてください。
vision-plan-dwell-needed = 種類「{ $kind }」のシーンには時間が必要です。
    .remedy = 何秒続いたら該当するかをdwell_sに書いてください。
vision-plan-limit-needed = 混雑のシーンには人数が必要です。
    .remedy = 何人以上かをlimitに書いてください（2以上）。
vision-plan-not-for-kind = 種類「{ $kind }」のシーンに「{ $name }」はありません。
    .remedy = 削除してください。
vision-plan-wrong-way-direction = どちら向きが逆走なのか書かれていません。
    .remedy = direction = "forward"（線の左側から右側へ）または"backward"と書いてください。
vision-plan-labels-vehicles = 停止車両として数えられるのは車両だけです。
    .remedy = 次の中から選んでください：{ $choices }。すべてを数えるなら項目を省いてください。
vision-plan-hours-empty = 時間帯の終わりが始まりと同じです。
    .remedy = 終日ならstart = "00:00"、end = "24:00"と書いてください。
vision-plan-time-bad = 「{ $value }」は時刻ではありません。
    .remedy = 「06:30」のように時と分を2桁ずつで書いてください。終わりには「24:00」も使えます。
vision-plan-purpose-empty = この言語での目的が空です。
    .remedy = このカメラを置く理由を書くか、その言語を省いてください。
vision-plan-original-purpose = マスクなしの原本を残す設定ですが、その目的が書かれていません。
    .remedy = original_purposeを書くか、original = falseにしてください。

# 見えるもの
vision-scene-intrusion =
    「{ $scene }」の中に{ $label ->
        [person] 人物
        [bicycle] 自転車
        [motorcycle] オートバイ
        [car] 乗用車
        [bus] バス
        [truck] トラック
       *[mixed] 対象
    }（{ $count }）、{ $seconds }秒経過
vision-scene-loitering =
    「{ $scene }」に{ $label ->
        [person] 人物
        [bicycle] 自転車
        [motorcycle] オートバイ
        [car] 乗用車
        [bus] バス
        [truck] トラック
       *[mixed] 対象
    }（{ $count }）がとどまり、{ $seconds }秒経過
vision-scene-line-crossing =
    { $label ->
        [person] 人物
        [bicycle] 自転車
        [motorcycle] オートバイ
        [car] 乗用車
        [bus] バス
        [truck] トラック
       *[mixed] 対象
    }（{ $count }）が「{ $scene }」を通過（順方向{ $forward }、逆方向{ $backward }）
vision-scene-wrong-way =
    { $label ->
        [person] 人物
        [bicycle] 自転車
        [motorcycle] オートバイ
        [car] 乗用車
        [bus] バス
        [truck] トラック
       *[mixed] 対象
    }（{ $count }）が「{ $scene }」を逆走
vision-scene-crowd =
    「{ $scene }」に{ $label ->
        [person] 人物
        [bicycle] 自転車
        [motorcycle] オートバイ
        [car] 乗用車
        [bus] バス
        [truck] トラック
       *[mixed] 対象
    }が{ $count }（上限{ $limit }）、面積の{ $density }％を占有
vision-scene-stopped-vehicle =
    「{ $scene }」に{ $label ->
        [person] 人物
        [bicycle] 自転車
        [motorcycle] オートバイ
        [car] 乗用車
        [bus] バス
        [truck] トラック
       *[mixed] 対象
    }（{ $count }）が停止し、{ $seconds }秒経過
vision-scene-object-left = 「{ $scene }」に物（{ $count }）が{ $seconds }秒置かれたままで、その場所に追跡中の対象はありません
vision-scene-water = 線「{ $scene }」の下が{ $seconds }秒間見えません（{ $change }％変化）。水没している可能性があります

# カメラが見えているか
vision-condition-dark = 映像が暗い状態です（最大の明るさの{ $light }％）
vision-condition-blurred = 映像がぼやけています（普段の鮮明さの{ $share }％）
vision-condition-blocked = 視界が遮られています（普段は何かが見える部分の{ $share }％）
vision-condition-moved = カメラの向きが変わっています（普段の輪郭との一致{ $share }％、画面の{ $shift }％のずれ）
vision-condition-frozen = 映像が{ $seconds }秒間まったく変化していません
