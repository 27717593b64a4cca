# Lời của API khi từ chối một yêu cầu.
session-needed = Bạn chưa đăng nhập hoặc phiên làm việc đã kết thúc.
    .remedy = Đăng nhập bằng khóa truy cập hoặc liên kết dùng một lần.
device-credentials-needed = Thiết bị không cho biết nó là thiết bị nào.
    .remedy = Gửi mã và mật khẩu của thiết bị bằng HTTP Basic.
device-not-itself = Thiết bị { $device } không được gửi dữ liệu thay cho { $named }.
    .remedy = Để mỗi thiết bị gửi dưới mã của chính nó.
asset-unknown = Không có tài sản { $asset }.
    .remedy = Hãy tìm kiếm; có thể nó mang mã khác.
channel-unknown = Tài sản { $asset } không có kênh đo { $channel }.
    .remedy = Trang của tài sản liệt kê các kênh đo.
cursor-wrong = Con trỏ trang không phải do danh sách này cấp.
    .remedy = Bắt đầu lại từ trang đầu, không kèm con trỏ.
bbox-wrong = Khung tọa độ không đúng dạng "tây,nam,đông,bắc" tính bằng độ.
    .remedy = Ví dụ 105.9,20.9,106.5,21.6
span-empty = Khoảng thời gian rỗng: thời điểm cuối không sau thời điểm đầu.
    .remedy = Chọn thời điểm cuối sau thời điểm đầu.
span-too-long =
    Khoảng thời gian quá dài: mỗi lần chỉ trả tối đa { $most } giá trị theo { $every ->
        [minute] phút
        [day] ngày
       *[hour] giờ
    }.
    .remedy = Chọn khoảng ngắn hơn hoặc bước thời gian dài hơn.
preview-span-wrong = Quy tắc chỉ được chạy thử trên khoảng lịch sử không rỗng và không quá { $days } ngày.
    .remedy = Chọn khoảng thời gian ngắn hơn.
rule-id-differs = Địa chỉ nêu quy tắc { $path }, còn nội dung ghi { $rule }.
    .remedy = Dùng cùng một mã; mã của quy tắc không thay đổi.
import-file-kind = Không nhập được tệp "{ $file }".
    .remedy = Dùng một trong các loại { $kinds }.
stream-full = Đã có đủ số màn hình kết nối cho phép ({ $limit }).
    .remedy = Đóng bớt một màn hình hoặc hỏi quản trị viên.

# Yêu cầu
request-unreadable = Không đọc được yêu cầu.
    .remedy = Xem tài liệu mô tả API.
request-refused = Yêu cầu bị từ chối.
    .remedy = Xem tài liệu mô tả API.
request-too-slow = Yêu cầu không đến kịp thời gian cho phép.
    .remedy = Thử lại khi đường truyền tốt hơn.
request-too-large = Yêu cầu quá lớn.
    .remedy = Chia nhỏ rồi gửi lại.
request-not-json = Nội dung không phải JSON hợp lệ.
    .remedy = Sửa lại rồi gửi.
path-unknown = Không có gì tại { $path }.
    .remedy = Kiểm tra lại địa chỉ.
method-not-allowed = Không dùng được { $method } ở đây.
    .remedy = Xem tài liệu mô tả API.
request-has-faults =
    { $count ->
       *[other] Có { $count } giá trị sai trong yêu cầu.
    }
    .remedy = Sửa các mục được liệt kê rồi gửi lại.
field-missing = Thiếu "{ $field }".
field-unknown = Ở đây không có trường "{ $field }".
field-no-choice = "{ $field }" không thuộc các lựa chọn: { $limit }.
field-too-short = "{ $field }" quá ngắn; tối thiểu là { $limit }.
field-too-long = "{ $field }" quá dài; tối đa là { $limit }.
field-too-small = "{ $field }" quá nhỏ; giới hạn là { $limit }.
field-too-big = "{ $field }" quá lớn; giới hạn là { $limit }.
field-no-number = "{ $field }" phải là một số.
field-wrong = "{ $field }" không đúng dạng.
