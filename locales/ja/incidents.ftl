## 検知、インシデント、ルール。

incident-title = { $rule }：{ $asset }

finding-above = { $value } { $unit }（しきい値 { $threshold } { $unit }）。
finding-below = { $value } { $unit }（下限 { $threshold } { $unit }）。
finding-silent = { $seconds }秒間、何も受信していません（許容 { $limit }秒）。
finding-quality-count = { $seconds }秒間に疑わしい値が{ $count }件あります。
finding-quality-share = { $seconds }秒間の値の{ $percent } %が疑わしい値です。
finding-anomaly = 通常と異なります（スコア { $score }）。
finding-anomaly-jump = { $seen } { $unit }（予想範囲 { $low }～{ $high } { $unit }、スコア { $score }）。
finding-anomaly-above = しばらく予想を上回っています（平均 { $drift } { $unit } 超、直近 { $seen } { $unit }、スコア { $score }）。
finding-anomaly-below = しばらく予想を下回っています（平均 { $drift } { $unit } 超、直近 { $seen } { $unit }、スコア { $score }）。
finding-anomaly-noise = ばらつきが通常より大きくなっています（直近 { $seen } { $unit }、スコア { $score }）。
finding-lost-sight-name = システムがどこからも受信していません
finding-lost-sight = 大半の通信が届く経路から{ $seconds }秒間何も受信していません。その間、個々の機器を応答なしとは扱いません。

rule-file-missing = ファイルがありません。
    .remedy = データパックに rules.toml を置いてください。「version = 1」の行だけなら、ルールなしとなります。
rule-file-not-utf8 = ファイルが UTF-8 のテキストではありません。
    .remedy = 文字コードを UTF-8 にして保存し直してください。
rule-file-not-toml = ファイルが正しい TOML ではありません。{ $line }行{ $column }列から読めません。
    .remedy = 引用符、括弧、等号の抜けや、同じキーの重複がないか確認してください。
rule-version-bad = バージョンがないか、1以上の整数ではありません。
    .remedy = 最初のルールの上に「version = 1」と書いてください。
rule-key-unknown = ここに項目「{ $name }」はありません。
    .remedy = 削除するか、次のいずれかを使ってください：{ $known }。
rule-field-missing = 項目「{ $name }」がありません。
    .remedy = 追加してください。意味はルールの手引きにあります。
rule-field-type = 項目「{ $name }」の型が正しくありません。
    .remedy = { $wanted ->
        [text] 引用符で囲んだ文字列を書いてください。
        [number] 引用符なしで数値を書いてください。
        [whole] 整数を書いてください。
        [truth] true か false を書いてください。
        [flags] 品質フラグを1つ以上含むリストを書いてください（例：["stuck"]）。
        [parts] [{"{"} rule = "door-open" {"}"}] のような表のリストを書いてください。
        [tables] 各ルールを [[rule]] の行で始めてください。
       *[table] テーブルを書いてください（例：{"{"} vi = "…", en = "…", ja = "…" {"}"}）。
    }
rule-field-range = 項目「{ $name }」が範囲外です。
    .remedy = { $low }から{ $high }までの数値にしてください。
rule-field-choice = 「{ $name }」に「{ $value }」は使えません。
    .remedy = 次のいずれかを使ってください：{ $choices }。
rule-id-bad = 「{ $value }」は「{ $name }」に使えません。
    .remedy = 英小文字と数字、間のハイフンで1～64文字にしてください（例：river-alarm-1）。
rule-id-twice = ID「{ $rule }」のルールが2つあります。
    .remedy = どちらかの ID を変えてください。
rule-name-missing = 名称のない言語があります：{ $language }。
    .remedy = vi、en、ja の3つの名称を書いてください。
rule-one-of = 「{ $one }」と「{ $other }」のどちらか1つだけが必要です。
    .remedy = 一方を書き、もう一方を削除してください。
rule-refers-to-nothing = 「{ $name }」の「{ $value }」はこの都市にありません。
    .remedy = ID を直すか、先にデータパックへ追加してください。
rule-asset-of-other-kind = 設備「{ $asset }」の種類は「{ $kind }」で、ルールに書かれた種類と違います。
    .remedy = asset_kind を削除するか、直してください。
rule-channel-unknown = 種類「{ $kind }」の設備にチャンネル「{ $channel }」はありません。
    .remedy = その種類のチャンネルを使ってください。一覧は kinds.toml にあります。
rule-level-unknown = チャンネル「{ $channel }」に基準値「{ $level }」を持つ設備がありません。
    .remedy = levels.csv に基準値を追加するか、代わりに値を書いてください。
rule-unknown = ルール「{ $rule }」はありません。
    .remedy = ルールの一覧を読み込み直してください。削除された可能性があります。
rule-exists = ルール「{ $rule }」はすでにあります。
    .remedy = 新しいルールに別の ID を付けるか、既存のルールを編集してください。
rules-changed = その間にルールが変更されました。表示中はバージョン{ $expected }、現在は{ $found }です。
    .remedy = ルールを読み込み直して、もう一度変更してください。
rules-version-unknown = ルールのバージョン{ $version }は保存されていません。
    .remedy = ルールの変更履歴からバージョンを選んでください。

incident-unknown = インシデント「{ $incident }」はありません。
    .remedy = インシデントの一覧を読み込み直してください。
incident-changed = その間にインシデントが変更されました。表示中はバージョン{ $expected }、現在は{ $found }です。
    .remedy = 経過の新しい内容を確認し、まだ必要であればもう一度行ってください。
incident-replaced = その間に、同じ設備の別のインシデントに引き継がれました。
    .remedy = 引き継いだインシデントで対応してください。続いている検知はそちらにあります。
incident-over = 原因がすでに解消しているため、再開できません。
    .remedy = 再び起きれば新しいインシデントが自動で始まります。このインシデントにメモは書けます。
incident-cursor-bad = 一覧の位置が正しくありません。
    .remedy = 一覧の先頭からやり直してください。
incident-text-missing = 内容がありません。
    .remedy = 1語以上書いてください。
incident-text-too-long = 内容は{ $length }文字です。{ $limit }文字まで書けます。
    .remedy = 短くしてください。
incident-points-span = 期間は0より長く、{ $days }日以内にしてください。
    .remedy = 開始を終了より前にし、期間を短くしてください。
