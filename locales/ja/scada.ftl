## IEC 60870-5-104による子局：対応表と回線の不具合。

# 対応表
scada-not-set = 子局の対応表のフォルダーが設定されていません。
    .remedy = luylau.tomlの[scada]にfolderとして指定してください。必要な2つのファイルはdocs/guide/scada.mdに説明があります。
scada-no-points = 子局「{ $said }」の点がpoints.csvにありません。
    .remedy = 点を追加するか、この子局を外してください。
scada-outstation-unknown = 子局「{ $said }」はoutstations.csvにありません（近いもの：{ $near }）。
    .remedy = そこに追加するか、IDを直してください。
scada-not-whole = { $said }は整数ではありません。
    .remedy = アドレスやポートは小数なしで書いてください。3つに分けたアドレス（1.2.3）は1つの数に換算します。
scada-point-twice = 点{ $said }はすでに{ $first }行目にあります。
    .remedy = どちらか一方の行だけを残してください。
scada-device-unknown = パックに資産「{ $device }」がありません（近いもの：{ $near }）。
    .remedy = 都市パックのassets.csvに機器を追加するか、IDを直してください。
scada-channel-unknown = 機器{ $device }の種別にチャンネル「{ $said }」がありません（近いもの：{ $near }）。
    .remedy = 都市パックのkinds.tomlでその種別にチャンネルを追加するか、名前を直してください。
scada-channel-no-unit = { $device }のチャンネル「{ $said }」に単位がなく、無効な値を正常な値と区別できません。
    .remedy = kinds.tomlでチャンネルに単位を付けてください。開閉器の位置には「count」を使います。
scada-unit = 単位「{ $said }」はチャンネルの単位{ $wanted }に合いません。
    .remedy = 同じ量の単位を書くか、空欄にして係数を設定してください。
scada-factor-zero = 係数が0では、どの値も同じになります。
    .remedy = 1なら空欄のまま、そうでなければ点の係数を書いてください。
scada-map-faults = 子局の対応表に{ $count }件の誤りがあります（{ $files }）。子局からは何も読み取っていません。
    .remedy = ファイルを直してください。数秒で読み直されます。「luylau run scada」で誤りを一つずつ確認できます。

# 回線
scada-no-connection = 子局{ $outstation }に接続できません（{ $said }）。
    .remedy = アドレス、ネットワーク、子局側の接続許可リストをご確認ください。自動的に再試行します。
scada-ended = 子局{ $outstation }が接続を切りました（{ $said }）。
    .remedy = 親局を1つしか受け付けないか、再起動した可能性があります。自動的に再試行します。
scada-silent = 子局{ $outstation }から{ $seconds }秒以内に応答がありません。接続し直します。
    .remedy = 回線をご確認ください。回線が遅い場合はscada.answer_sを大きくしてください。
scada-not-104 = 子局{ $outstation }からIEC 60870-5-104ではないデータが届きました：{ $said }。接続し直します。
    .remedy = ホストとポートが子局のIEC 104のものかご確認ください。
scada-sequence = 子局{ $outstation }の電文の番号が{ $wanted }ではなく{ $said }でした。接続し直します。
    .remedy = 繰り返す場合は子局のプログラムの不具合です。製造元にお問い合わせください。
scada-asdu = 子局{ $outstation }の型{ $type }の電文の長さ（{ $bytes }バイト）が合いません。接続し直します。
    .remedy = IEC 104の定めのとおり、伝送原因を2バイト、共通アドレスを2バイト、オブジェクトアドレスを3バイトに設定してください。
scada-control = 子局{ $outstation }から予期しない制御電文（{ $said }）が届きました。接続し直します。
    .remedy = 繰り返す場合は子局のプログラムの不具合です。製造元にお問い合わせください。
scada-window = 子局{ $outstation }の電文{ $count }件が処理待ちです。接続し直します。
    .remedy = 規格を超える数の未確認電文が送られているか、ブローカーに接続できません。ブローカーをご確認ください。
scada-refused = 子局{ $outstation }が局{ $station }の全値の通知を拒否しています。
    .remedy = この共通アドレスが子局のものか、総合問い合わせが許可されているかご確認ください。
scada-kind-differs = 子局{ $outstation }の{ $count }点が対応表と異なる種別で届いています（最初は{ $station } / { $address }）。これらは取り込みません。
    .remedy = points.csvのkindを直してください。

console-health-part-scada = SCADA：IEC 104による子局
