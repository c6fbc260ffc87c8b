using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>What can be given as a URL: a piece of media's own, or one that holds its bytes.</summary>
internal static class MediaUrl
{
    /// <summary>Why an image can't be given as a URL; null when it can.</summary>
    public static string? WhyNotImage(MediaPart media) =>
        media.Kind != MediaKind.Image ? "Only images are taken."
        : media.Source.FileId is not null ? "The file lies with another provider."
        : media.Source.Url is null && media.Source.Base64.IsEmpty ? "There is nothing in it." : null;
}
