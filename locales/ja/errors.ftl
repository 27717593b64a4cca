# 特定の部分に属さないエラー。
fault-where =
    { $row ->
        [0] { $file } { $column }
       *[other] { $file } の { NUMBER($row, useGrouping: 0) } 行目、{ $column }
    }
file-has-faults =
    { $count ->
       *[other] { $files } に { $count } 件の誤りがあります。何も取り込まれていません。
    }
    .remedy = 一覧の箇所を直して、もう一度お試しください。
internal-error = プラットフォーム内部で問題が発生しました。
    .remedy = もう一度お試しください。繰り返す場合は発生時刻を管理者に伝えてください。詳細はログにあります。
broker-away = メッセージブローカーが応答しません({ $said })。
    .remedy = 自動的に再起動されます。少し待ってからもう一度お試しください。
part-not-answering = プラットフォームの一部が応答しません({ $subject })。
    .remedy = システム状態のページをご覧ください。各部は自動的に再起動されます。
