"""Pictures, voices, videos and files: received, made safe, kept and shown."""

from pawline.chat.uploads.service import NewUpload, Uploads, UploadView

__all__ = ["NewUpload", "UploadView", "Uploads"]
