## Phát hiện, sự cố và quy tắc.

incident-title = { $rule }: { $asset }

finding-above = { $value } { $unit }, ngưỡng là { $threshold } { $unit }.
finding-below = { $value } { $unit }, ngưỡng dưới là { $threshold } { $unit }.
finding-silent = Không nhận được gì trong { $seconds } giây; cho phép { $limit } giây.
finding-quality-count = { $count } giá trị đáng ngờ trong { $seconds } giây.
finding-quality-share = { $percent } % giá trị trong { $seconds } giây là đáng ngờ.
finding-anomaly = Khác thường (điểm { $score }).
finding-anomaly-jump = { $seen } { $unit }, dự kiến từ { $low } đến { $high } { $unit } (điểm { $score }).
finding-anomaly-above = Đã một thời gian cao hơn dự kiến, trung bình hơn { $drift } { $unit }; mới nhất { $seen } { $unit } (điểm { $score }).
finding-anomaly-below = Đã một thời gian thấp hơn dự kiến, trung bình hơn { $drift } { $unit }; mới nhất { $seen } { $unit } (điểm { $score }).
finding-anomaly-noise = Dao động mạnh hơn thường lệ; mới nhất { $seen } { $unit } (điểm { $score }).
finding-lost-sight-name = Hệ thống không nhận được tín hiệu nào
finding-lost-sight = Đã { $seconds } giây không nhận được gì qua đường mà phần lớn tin vẫn đến. Trong lúc đó không thiết bị riêng lẻ nào bị coi là im lặng.

rule-file-missing = Thiếu tệp này.
    .remedy = Đặt tệp rules.toml vào gói dữ liệu; tệp chỉ có dòng "version = 1" nghĩa là không có quy tắc nào.
rule-file-not-utf8 = Tệp không phải văn bản UTF-8.
    .remedy = Lưu lại tệp với bảng mã UTF-8.
rule-file-not-toml = Tệp không đúng cú pháp TOML; không đọc được từ dòng { $line }, cột { $column }.
    .remedy = Xem chỗ đó có thiếu dấu nháy, dấu ngoặc, dấu bằng, hay một khóa bị ghi hai lần không.
rule-version-bad = Thiếu số phiên bản, hoặc không phải số nguyên từ 1 trở lên.
    .remedy = Ghi "version = 1" phía trên quy tắc đầu tiên.
rule-key-unknown = Ở đây không có trường "{ $name }".
    .remedy = Bỏ trường này, hoặc dùng một trong: { $known }.
rule-field-missing = Thiếu trường "{ $name }".
    .remedy = Thêm trường này; hướng dẫn về quy tắc giải thích ý nghĩa của nó.
rule-field-type = Trường "{ $name }" sai kiểu.
    .remedy = { $wanted ->
        [text] Ghi chữ trong dấu nháy.
        [number] Ghi một số, không có dấu nháy.
        [whole] Ghi một số nguyên.
        [truth] Ghi true hoặc false.
        [flags] Ghi một danh sách có ít nhất một cờ chất lượng, ví dụ ["stuck"].
        [parts] Viết danh sách các bảng, ví dụ [{"{"} rule = "door-open" {"}"}].
        [tables] Bắt đầu mỗi quy tắc bằng dòng [[rule]].
       *[table] Ghi một bảng, ví dụ {"{"} vi = "…", en = "…", ja = "…" {"}"}.
    }
rule-field-range = Trường "{ $name }" nằm ngoài giới hạn.
    .remedy = Ghi một số từ { $low } đến { $high }.
rule-field-choice = "{ $value }" không dùng được cho "{ $name }".
    .remedy = Dùng một trong: { $choices }.
rule-id-bad = "{ $value }" không dùng làm "{ $name }" được.
    .remedy = Dùng 1 đến 64 chữ thường không dấu, chữ số và dấu gạch nối ở giữa, ví dụ river-alarm-1.
rule-id-twice = Có hai quy tắc cùng mã "{ $rule }".
    .remedy = Đổi mã của một trong hai quy tắc.
rule-name-missing = Thiếu tên bằng một ngôn ngữ: { $language }.
    .remedy = Ghi tên bằng cả vi, en và ja.
rule-one-of = Cần đúng một trong hai trường "{ $one }" và "{ $other }".
    .remedy = Ghi một trường và bỏ trường kia.
rule-refers-to-nothing = Thành phố không có "{ $value }" cho "{ $name }".
    .remedy = Sửa lại mã, hoặc thêm đối tượng đó vào gói dữ liệu trước.
rule-asset-of-other-kind = Đối tượng "{ $asset }" thuộc loại "{ $kind }", không phải loại mà quy tắc nêu.
    .remedy = Bỏ hoặc sửa asset_kind.
rule-channel-unknown = Đối tượng loại "{ $kind }" không có kênh "{ $channel }".
    .remedy = Dùng một kênh của loại đó; danh sách nằm trong kinds.toml.
rule-level-unknown = Không đối tượng nào có mức "{ $level }" cho kênh "{ $channel }".
    .remedy = Thêm mức này vào levels.csv, hoặc ghi một giá trị thay cho nó.
rule-unknown = Không có quy tắc "{ $rule }".
    .remedy = Tải lại danh sách quy tắc; có thể ai đó đã xóa nó.
rule-exists = Đã có quy tắc "{ $rule }".
    .remedy = Đặt mã khác cho quy tắc mới, hoặc sửa quy tắc đã có.
rules-changed = Các quy tắc vừa được thay đổi: bạn đang xem phiên bản { $expected }, nay là { $found }.
    .remedy = Tải lại các quy tắc rồi thực hiện thay đổi lần nữa.
rules-version-unknown = Không còn lưu phiên bản { $version } của các quy tắc.
    .remedy = Chọn một phiên bản trong lịch sử thay đổi quy tắc.

incident-unknown = Không có sự cố "{ $incident }".
    .remedy = Tải lại danh sách sự cố.
incident-changed = Sự cố vừa được thay đổi: bạn đang xem phiên bản { $expected }, nay là { $found }.
    .remedy = Xem điều mới trong phần Diễn biến, rồi làm lại nếu vẫn còn đúng.
incident-replaced = Một sự cố khác trên cùng tài sản đã thay thế sự cố này.
    .remedy = Hãy xử lý sự cố đó; nó chứa những gì vẫn còn tiếp diễn.
incident-over = Điều bất thường đã hết nên không còn gì để mở lại.
    .remedy = Nếu tái diễn, một sự cố mới sẽ tự mở. Bạn vẫn có thể ghi chú vào sự cố này.
incident-cursor-bad = Vị trí trong danh sách không hợp lệ.
    .remedy = Bắt đầu lại từ đầu danh sách.
incident-text-missing = Chưa có nội dung.
    .remedy = Viết ít nhất một từ.
incident-text-too-long = Nội dung có { $length } ký tự; tối đa { $limit }.
    .remedy = Viết ngắn lại.
incident-points-span = Khoảng thời gian phải lớn hơn không và nhiều nhất { $days } ngày.
    .remedy = Ghi thời điểm bắt đầu trước thời điểm kết thúc, và khoảng ngắn hơn.
