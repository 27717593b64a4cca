## Camera: hình ảnh đến từ đâu, và có gì sai ở đó.

# Địa chỉ
vision-source-no-address = “{ $address }” không phải là địa chỉ camera.
    .remedy = Ghi rtsp://MÁY/ĐƯỜNG-DẪN, file:TÊN của bản ghi trong thư mục của gói, hoặc usb:0.
vision-source-secret-in-address = Địa chỉ của một camera có chứa tên người dùng, mật khẩu hoặc một bí mật khác, chẳng hạn token.
    .remedy = Bỏ cả hai khỏi địa chỉ và đặt trong thông tin đăng nhập của camera. Nếu camera đòi có trong đường dẫn, hãy ghi {"{"}user{"}"} và {"{"}password{"}"} vào chỗ đó.
vision-source-outside = “{ $address }” không nằm trong thư mục bản ghi.
    .remedy = Chọn tệp hoặc thư mục bên trong thư mục đó.
vision-source-password-long = Tên người dùng và mật khẩu cho { $address } gộp lại quá dài: nhiều nhất { $most } ký tự theo cách ghi trong địa chỉ, ký tự đặc biệt tính là ba, chữ có dấu tính từ sáu trở lên.
    .remedy = Đặt cho camera mật khẩu ngắn hơn, chỉ gồm chữ không dấu và chữ số.

# Camera qua mạng
vision-source-password = Camera tại { $address } không chấp nhận tên người dùng và mật khẩu.
    .remedy = Đặt lại cho đúng. Trong một phút hệ thống không thử lại, vì nhiều camera tự khóa sau vài lần sai.
vision-source-forbidden = Camera tại { $address } không cho người dùng này xem luồng hình.
    .remedy = Cấp cho người dùng quyền xem trực tiếp trên camera.
vision-source-not-found = Camera không có luồng hình tại { $address }.
    .remedy = Xem đường dẫn luồng hình trong tài liệu của camera, hoặc hỏi camera qua ONVIF.
vision-source-refused = Camera tại { $address } từ chối gửi luồng hình qua { $transport }.
    .remedy = Chọn cách truyền còn lại, TCP hoặc UDP.
vision-source-busy = Camera tại { $address } báo hiện không thể gửi luồng hình.
    .remedy = Có thể có quá nhiều người xem, hoặc camera đang khởi động. Hệ thống tự thử lại.
vision-source-silent = Không nhận được gì từ { $address } trong { $seconds } giây.
    .remedy = Kiểm tra camera và đường truyền; với UDP kiểm tra cả tường lửa. Hệ thống tự thử lại.
vision-source-ended = Camera tại { $address } đã kết thúc luồng hình.
    .remedy = Có thể camera vừa khởi động lại. Hệ thống tự thử lại.
vision-source-unknown-host = Không tìm thấy tên máy { $host } trong { $address }.
    .remedy = Sửa lại tên, hoặc ghi địa chỉ IP của camera.
vision-source-unreachable = Không kết nối được với camera tại { $address } ({ $said }).
    .remedy = Kiểm tra nguồn điện, mạng và cổng của camera. Hệ thống tự thử lại.
vision-source-not-rtsp = Nơi trả lời tại { $address } không phải camera RTSP; nội dung trả lời là “{ $said }”.
    .remedy = Kiểm tra tên máy và cổng: trang web của camera dùng cổng khác với luồng hình (thường là 554).
vision-source-no-sense = Camera tại { $address } có trả lời, nhưng không mô tả luồng hình nào hợp lệ.
    .remedy = Khởi động lại camera; nếu vẫn vậy, hãy hỏi nhà sản xuất về phần mềm mới hơn.
vision-source-no-video = Không có hình ảnh tại { $address }.
    .remedy = Kiểm tra đường dẫn: có thể đó chỉ là luồng âm thanh.
vision-source-codec = Không có bộ giải mã cho hình ảnh mã hóa kiểu “{ $codec }”.
    .remedy = Đặt camera dùng H.264, H.265 hoặc MJPEG.
vision-source-undecodable = { $count } gói cuối của luồng hình không cho ra hình nào.
    .remedy = Có thể đường truyền mất quá nhiều gói, hoặc phần mềm của camera có lỗi. Hệ thống tự mở lại luồng hình.

# Bản ghi
vision-source-no-file = Không có bản ghi { $address }.
    .remedy = Đặt bản ghi vào thư mục bản ghi, hoặc sửa lại tên.
vision-source-empty-folder = Thư mục { $address } không có phim nào.
    .remedy = Đặt vào đó các phim có tên kết thúc bằng .mp4, .mkv, .avi, .mov, .ts hoặc tương tự.
vision-source-unreadable = Không phát được gì trong { $address } ({ $count } tệp).
    .remedy = Các tệp bị hỏng hoặc không phải là phim; hãy sao chép lại từ nguồn.

# Camera USB
vision-source-no-device = Không có camera { $address } (thiết bị { $device }).
    .remedy = Cắm camera vào, hoặc sửa lại số; lệnh ls /dev/video* cho biết có những thiết bị nào.
vision-source-device-permission = Hệ thống không được phép đọc camera { $address } (thiết bị { $device }).
    .remedy = Thêm người dùng của hệ thống vào nhóm video.
vision-source-device = Không mở được camera { $address } (thiết bị { $device }: { $said }).
    .remedy = Có thể chương trình khác đang dùng; hãy rút ra và cắm lại.
