# プラットフォーム上の配置検討：パックの検討、その実行と結果。

study-unknown = パックに検討「{ $study }」はありません。
    .remedy = 検討の一覧を確認してください。誰かが削除した可能性があります。
study-exists = パックには検討「{ $study }」がすでにあります。
    .remedy = 新しい検討に別のIDを付けるか、既存の検討を変更してください。
study-id-differs = 変更する検討は「{ $path }」ですが、データは「{ $study }」のものです。
    .remedy = 同じ検討のデータを送ってください。名前を変えるには、新しいIDで作成してください。
study-id-not-file = 検討のIDは「{ $id }」ですが、ファイル名は{ $file }です。
    .remedy = ファイル名を検討のIDに合わせるか、IDを直してください。
studies-many = パックには検討が{ $limit }件あり、これ以上は保存できません。
    .remedy = 不要な検討を削除してください。
study-data-unkeepable = 検討に保存できないものがあります：空の値（null）、64ビットを超える数、Unicodeでない文字列、または際限なく入れ子になった表。
    .remedy = 値のない項目を省き、ほかの項目を直してください。
study-change-unknown = 検討「{ $study }」の変更{ $change }は、もう一覧にありません。
    .remedy = 検討の変更の一覧を確認してください。

study-runs-many = 待機中または実行中のものがすでに{ $limit }件あります。
    .remedy = いくつか終わるのを待つか、不要な実行を取り消してください。
study-run-unknown = 実行「{ $run }」はありません。
    .remedy = 削除されたか、同じ検討の新しい実行に置き換えられた可能性があります。
study-run-over = この実行はすでに終わっています。
    .remedy = 読み込み直して結果を確認してください。
study-run-active = この実行はまだ終わっていません。
    .remedy = 先に取り消してから削除してください。
study-run-died = 実行プロセスが何も伝えずに{ $tries }回終了したため、再実行しません。
    .remedy = 最も考えられる原因はメモリ不足です。地点や候補地を減らしてください。詳しくはログのフォルダーの「study-worker.log」にあります。
study-run-memory = この検討にはメモリが足りませんでした。
    .remedy = 地点や候補地を減らすか、間隔を広げるか、機械のメモリを増やしてください。
study-run-broke = プログラムの不具合で実行が中断しました：{ $said }。
    .remedy = もう一度実行してください。繰り返す場合はプラットフォームの管理者に伝えてください。詳しくはログのフォルダーの「study-worker.log」にあります。

study-answer-none = 実行{ $run }には結果がありません。
    .remedy = 終わるまで待つか、検討をもう一度実行してください。
study-answer-lost = { $run }の結果ファイルがありません。
    .remedy = フォルダー「answers」をバックアップから戻すか、検討をもう一度実行してください。
study-answer-damaged = { $run }の結果ファイルが、書き込んだときの内容と違います。
    .remedy = バックアップから戻すか、検討をもう一度実行してください。
study-answer-unreadable = 結果ファイルを読み取れません：{ $reason }。
    .remedy = ディスクと、フォルダー「answers」の読み取り権限を確認してください。
study-answer-not-written = 結果を書き込めません：{ $reason }。
    .remedy = ディスクの空きを作るか、書き込めるようにしてから、検討をもう一度実行してください。
study-answer-old = { $run }の結果は、プラットフォームの別の版が書いたものです。
    .remedy = 検討をもう一度実行してください。

study-kind-unknown = パックに資産の種類「{ $kind }」はありません。
    .remedy = 都市にある種類を使ってください。GET /cityで一覧できます。
study-site-not-chosen = 実行{ $run }は地点「{ $site }」を選んでいません。
    .remedy = 計画に含まれる地点だけを指定してください。
study-sites-none = 実行{ $run }は地点を一つも選んでいません。
    .remedy = 検討の制約を変えて、もう一度実行してください。
study-site-planned = 地点「{ $site }」は、すでに{ $asset }としてパックに取り込まれています。
    .remedy = その地点を外すか、先にパックのその変更を元に戻してください。
city-change-planned = 検討{ $study }の{ $count }か所を計画中の資産として取り込み

study-file-name = ファイル名「{ $name }」は使えません。
    .remedy = 先頭を英小文字か数字とし、英小文字・数字・ハイフンを1～64字、その後に.csv、.geojsonまたは.jsonを付けてください。例：foreign-residents.csv
study-file-unknown = 検討のそばにファイル「{ $file }」はありません。
    .remedy = ファイルの一覧を確認してください。誰かが削除した可能性があります。
study-file-exists = ファイル「{ $file }」はすでにあります。元のままです。
    .remedy = 内容を確認したうえで置き換えるか、別の名前を使ってください。
study-file-changed = その間にファイル「{ $file }」が変更または削除されました。何も行っていません。
    .remedy = ファイルの一覧を読み込み直して、もう一度変更してください。
study-file-named = ファイル「{ $file }」は次の検討で使われています：{ $studies }。
    .remedy = これらの検討で別のファイルを指定するか、先に検討を削除してください。
study-files-many = 検討のそばにはファイルが{ $limit }個あり、これ以上は保存できません。
    .remedy = どの検討にも使われていないファイルを削除してください。

console-health-part-studies = 配置検討
console-health-of-studies = 検討
console-health-figure-studies = 検討の実行
console-health-of-queued = 待機中
console-health-of-running = 実行中
console-health-of-done = 完了
console-health-of-cancelled = 取り消し
console-action-study-read = 配置検討とその結果を見る
console-action-study-run = 配置検討を実行し、実行を取り消す
console-action-study-edit = 配置検討を変更し、実行を削除する
