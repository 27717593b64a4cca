disk-full = Ổ đĩa chứa { $folder } đã đầy.
    .remedy = Hãy giải phóng chỗ trống trên ổ đĩa đó; sau đó hệ thống tự tiếp tục, những gì đã xác nhận không bị mất.
disk-read-only = Ổ đĩa chứa { $folder } chỉ cho phép đọc.
    .remedy = Hãy cho phép ghi trở lại (kiểm tra ổ đĩa nếu chính hệ thống đã chuyển sang chỉ đọc); sau đó hệ thống tự tiếp tục.
part-is-down = Bộ phận “{ $part }” đang ngừng và được khởi động lại.
    .remedy = Hãy chờ vài giây; nếu kéo dài, hãy xem nhật ký của bộ phận đó.
