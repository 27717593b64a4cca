# Dòng lệnh: khởi động và dừng nền tảng.
cli-up = Khởi động toàn bộ nền tảng trên máy này và chạy cho đến khi nhấn Ctrl-C.
cli-up-city = Gói dữ liệu đô thị: mã của gói kèm sẵn hoặc một thư mục. Chỉ dùng ở lần khởi động đầu tiên.
cli-up-demo = Khởi động cả bộ mô phỏng thiết bị.
cli-up-scenario = Kịch bản mà bộ mô phỏng thực hiện.
cli-up-speed = Bộ mô phỏng chạy nhanh gấp bao nhiêu lần thời gian thực.
cli-up-port = Cổng của bảng điều khiển, thay cho cổng đã cài đặt.
cli-run = Chạy một bộ phận của nền tảng cho đến khi có lệnh dừng.
up-starting = Đang khởi động Luy Lâu cho { $city } …
up-ready =
    Luy Lâu đang chạy.

        Bảng điều khiển:          { $address }
        Đăng nhập (dùng một lần): { $link }
up-simulated =
        Các thiết bị mô phỏng đang gửi số liệu (kịch bản { $scenario }). Mọi thứ trên màn hình đều không có thật.
up-stop-with =
        Dừng bằng Ctrl-C.
up-stopped = Đã dừng.
part-did-not-start = Bộ phận “{ $part }” không khởi động được.
    .remedy = Xem nguyên nhân trong nhật ký: { $log }
already-running = Một Luy Lâu khác đang chạy trên thư mục dữ liệu { $folder }.
    .remedy = Hãy dừng nó trước, hoặc chọn thư mục khác bằng --data.
pack-missing = Không có gói dữ liệu đô thị “{ $city }”.
    .remedy = Hãy chọn một gói kèm sẵn ({ $shipped }) hoặc một thư mục có tệp city.toml.
setting-refused = Giá trị { $said } không được chấp nhận.
    .remedy = Xem docs/guide/settings.md để biết các cài đặt và giới hạn của chúng.
setting-too-small = { $said } quá nhỏ: ít nhất là { $limit }.
    .remedy = Ví dụ: { $example }
setting-not-above = { $said } quá nhỏ: phải lớn hơn { $limit }.
    .remedy = Ví dụ: { $example }
setting-too-big = { $said } quá lớn: nhiều nhất là { $limit }.
    .remedy = Ví dụ: { $example }
setting-not-below = { $said } quá lớn: phải nhỏ hơn { $limit }.
    .remedy = Ví dụ: { $example }
setting-no-whole-number = { $said } không phải là số nguyên.
    .remedy = Ví dụ: { $example }
setting-no-number = { $said } không phải là số.
    .remedy = Ví dụ: { $example }
setting-no-truth = { $said } không phải là true hay false.
    .remedy = Ví dụ: { $example }
setting-no-text = { $said } không phải là văn bản; trong tệp, văn bản nằm trong dấu ngoặc kép.
    .remedy = Ví dụ: { $example }
setting-no-path = { $said } không phải là đường dẫn tệp hoặc thư mục; trong tệp, đường dẫn nằm trong dấu ngoặc kép.
    .remedy = Ví dụ: { $example }
setting-no-choice = Không thể chọn { $said }. Có thể chọn: { $limit }.
    .remedy = Ví dụ: { $example }
setting-no-address = { $said } không phải là địa chỉ.
    .remedy = Ví dụ: { $example }
setting-no-group = { $said } đứng ở chỗ của một nhóm cài đặt.
    .remedy = Ví dụ: { $example }
setting-unknown = Không có cài đặt nào tên như vậy.
    .remedy = Xem docs/guide/settings.md để biết mọi cài đặt.
folder-forbidden = Không được phép dùng thư mục hoặc tệp { $file }: { $said }.
    .remedy = Hãy chọn một thư mục mà người dùng của bạn được ghi (--data).
toml-unreadable = Tệp không phải là TOML hợp lệ: { $said }.
    .remedy = Hãy sửa tại chỗ được nêu.
port-taken = Cổng { NUMBER($port, useGrouping: 0) } ({ $name }) đang được chương trình khác sử dụng.
    .remedy = Hãy dừng chương trình đó, hoặc đặt cổng khác trong luylau.toml: { $setting }.
database-refuses = Cơ sở dữ liệu không ghi được: { $said }.
    .remedy = Hãy giải phóng ổ đĩa hoặc cho phép ghi vào thư mục dữ liệu; những gì đã xác nhận không bị mất.
source-away = Nguồn “{ $source }” không gửi gì: máy chủ thông điệp không hoạt động.
    .remedy = Hệ thống tự khởi động lại; nếu kéo dài, hãy xem nhật ký của máy chủ thông điệp.
pack-has-faults = Gói dữ liệu đô thị có lỗi; gói đúng gần nhất vẫn có hiệu lực.
    .remedy = Hãy chạy “luylau city check” trên thư mục của gói.
cli-simulate = Mô phỏng các thiết bị của gói: đăng nhập và gửi qua MQTT như thiết bị thật.
cli-simulate-city = Thư mục của gói dữ liệu đô thị.
cli-simulate-credentials = Tệp JSON chứa mã bí mật của các thiết bị, do “luylau up --demo” ghi ra.
cli-simulate-host = Máy chủ thông điệp.
cli-simulate-port = Cổng MQTT của máy chủ thông điệp.
cli-simulate-seed = Cùng số gốc thì cùng một thế giới mô phỏng.
cli-simulate-from-hour = Bỏ qua từng ấy giờ đầu của kịch bản.
cli-simulate-kind = Chỉ các thiết bị thuộc loại này; có thể nêu nhiều lần.
cli-simulate-truth = Tệp ghi lại điều thực sự xảy ra, mỗi dòng một JSON.
simulate-begins = Đang mô phỏng { $count } thiết bị, kịch bản { $scenario }. Dừng bằng Ctrl-C.
simulate-behind = Mô phỏng không theo kịp: chỉ nhanh gấp { $reached } lần thời gian thực thay vì { $wanted } lần, đang chậm { $seconds } giây. Hãy giảm --speed hoặc mô phỏng ít thiết bị hơn bằng --kind.
credentials-unreadable = Không đọc được tệp mã bí mật: { $said }.
    .remedy = Hãy đưa một đối tượng JSON có mã bí mật cho từng mã thiết bị.
