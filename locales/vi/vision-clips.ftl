## Đoạn ghi hình của camera: lưu giữ, xem, xóa, bản gốc niêm phong, chứng cứ.

# Đoạn ghi hình
clip-nothing-safe = Không có đoạn ghi hình, vì không khung hình nào che được một cách an toàn ({ $too_old } khung không có kết quả phân tích gần đây, { $failed } khung che bị lỗi).
    .remedy = Hãy xem tình trạng của camera và mức tải của máy; khi hình được phân tích kịp thời, các đoạn ghi hình lại được tạo.
clip-missing = Không có đoạn ghi hình { $clip }.
    .remedy = Hãy tìm trong danh sách đoạn ghi hình của camera đó.
clip-deleted = Đoạn ghi hình { $clip } đã bị xóa; khóa của nó đã bị hủy.
    .remedy = Không thể khôi phục. Nhật ký kiểm toán cho biết đoạn này bị xóa khi nào và vì sao.
clip-range = Đoạn ghi hình { $clip } có { $size } byte; khoảng { $start } đến { $stop } không nằm trong đó.
    .remedy = Hãy yêu cầu một khoảng nằm trong đoạn ghi hình.
clip-file-gone = Không đọc được tệp của đoạn ghi hình { $clip } ({ $reason }).
    .remedy = Hãy kiểm tra đĩa và thư mục đoạn ghi hình; khôi phục tệp từ bản sao lưu.
clip-file-changed = Tệp của đoạn ghi hình { $clip } không còn như lúc ghi; đoạn này không được hiển thị.
    .remedy = Hãy tìm xem ai hoặc điều gì đã làm thay đổi tệp; khôi phục tệp từ bản sao lưu.
clip-disk-full = Đĩa chứa đoạn ghi hình đã đầy ({ $folder }).
    .remedy = Hãy giải phóng chỗ trống, hoặc rút ngắn thời gian lưu giữ của các camera. Có chỗ trống là đoạn ghi hình mới lại được tạo.
clip-read-only = Không ghi được vào thư mục đoạn ghi hình ({ $folder }).
    .remedy = Hãy cấp quyền ghi ở đó cho tài khoản chạy nền tảng.
clip-write-failed = Không ghi được đoạn ghi hình vào { $folder } ({ $reason }).
    .remedy = Hãy kiểm tra đĩa.
clip-clock-jumped = Đồng hồ đã nhảy hơn một ngày, nên tạm thời không đoạn ghi hình cũ nào bị xóa theo đồng hồ này.
    .remedy = Hãy kiểm tra giờ của máy và nguồn giờ. Khi đồng hồ chạy đều được sáu tiếng, hoặc sau một lần khởi động với giờ đúng, việc xóa lại tiếp tục.
clip-keys-left = Khóa của các đoạn ghi hình đã xóa có thể vẫn còn trong nhật ký ghi trước của cơ sở dữ liệu, vì có chương trình đang đọc cơ sở dữ liệu quá lâu.
    .remedy = Cứ mười phút hệ thống thử lại một lần. Nếu vẫn vậy, hãy kết thúc chương trình đang đọc: một việc sao lưu, hoặc chương trình bị bỏ quên.
clip-no-reason = Thiếu lý do.
    .remedy = Hãy ghi vì sao thực hiện việc này; lý do được đưa vào nhật ký kiểm toán.
clip-no-original = Không lưu bản gốc chưa che nào của đoạn ghi hình { $clip }.
    .remedy = Bản gốc chỉ được lưu khi chính sách của camera quy định, và chỉ đến hạn của nó.
clip-original-no-purpose = Chính sách của camera { $camera } lưu bản gốc mà không nêu mục đích.
    .remedy = Hãy ghi mục đích lưu bản gốc trong chính sách của camera, hoặc không lưu bản gốc.

# Bản gốc niêm phong
vault-too-few = Có { $count } người giữ khóa; cần ít nhất { $least }.
    .remedy = Hãy chỉ định thêm người giữ khóa, mỗi người một khóa công khai riêng.
vault-twice = “{ $said }” xuất hiện hai lần.
    .remedy = Mỗi người giữ khóa chỉ có một tên và một khóa.
vault-key = Khóa của người giữ khóa { $name } không phải khóa công khai của age.
    .remedy = Hãy ghi khóa công khai, bắt đầu bằng age1, đúng như age-keygen in ra.
vault-line = Dòng này không phải một tên và một khóa công khai.
    .remedy = Hãy ghi tên (a-z, 0-9, gạch nối), một dấu cách và khóa công khai bắt đầu bằng age1.
vault-file-unreadable = Không đọc được tệp danh sách người giữ khóa.
    .remedy = Hãy kiểm tra đường dẫn và quyền của tệp; đó là tệp văn bản UTF-8.
vault-identity = Đây không phải khóa bí mật của age.
    .remedy = Hãy đưa dòng bắt đầu bằng AGE-SECRET-KEY-1 trong tệp của người giữ khóa.
vault-one-custodian = Cả hai khóa bí mật đều của cùng một người.
    .remedy = Cần hai người giữ khóa khác nhau cùng tham gia.
vault-no-pair = Hai khóa bí mật này không cùng mở được.
    .remedy = Hãy xem phần đầu để biết ai mở được; phải dùng khóa của thời điểm niêm phong.
vault-changed = Bản gốc niêm phong đã bị thay đổi sau khi niêm phong.
    .remedy = Hãy lấy lại từ bản sao lưu.
vault-not-sealed = Đây không phải bản gốc niêm phong.
    .remedy = Hãy đưa đúng tệp như lúc được giao.
vault-two-needed = Đã cho { $count } khoá; cần đúng hai khoá của hai người giữ khoá.
    .remedy = Dùng --identity hai lần, mỗi lần là tệp của một người giữ khoá khác nhau.
vault-identity-in-command = Khoá bí mật nằm ngay trong câu lệnh, người khác có thể đọc được.
    .remedy = Hãy đưa tệp do age-keygen tạo. Hãy tạo khoá mới: khoá này đã bị lộ.
vault-identity-file = { $file } chứa { $count } khoá age; cần đúng một.
    .remedy = Hãy đưa tệp do age-keygen tạo, có một dòng bắt đầu bằng AGE-SECRET-KEY-1.
vault-no-file = Không có tệp { $file }.
    .remedy = Hãy kiểm tra đường dẫn.
vault-unreadable = Không đọc được { $file }: { $reason }.
    .remedy = Hãy kiểm tra quyền của tệp.
vault-unwritable = Không ghi được { $file }: { $reason }.
    .remedy = Hãy cho đường dẫn trong một thư mục có sẵn, còn chỗ và có quyền ghi.
vault-there-already = { $file } đã có; chưa ghi gì.
    .remedy = Hãy cho đường dẫn khác bằng --to.

# luylau cameras open-original
cli-cameras-open-original = Mở bản gốc đã niêm phong bằng khoá của hai người giữ khoá. Tệp ghi ra không che.
cli-cameras-identity = Tệp chứa khoá của một người giữ khoá, như age-keygen tạo; dùng hai lần.
cli-cameras-to = Nơi ghi bản gốc: chỉ bạn đọc được, và không ghi đè tệp có sẵn.
cli-cameras-original = Bản gốc { $subject } của { $camera }, giữ đến { $until } để: { $purpose }. Mở được bằng { $pairs }.
cli-cameras-original-opened = Đã ghi { $file } ({ $size } byte), CHƯA CHE. Đây là hình H.264, H.265 hoặc JPEG như camera mã hoá. Hãy xoá khi dùng xong.
