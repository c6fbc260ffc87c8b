using System.Text;
using System.Text.Json;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects;

/// <summary>Writes media where a dialect wants a URL.</summary>
internal static class DataUrls
{
    /// <summary>Writes the URL, or the data as a data URL, without joining them to one text first.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="source">Where the bytes are.</param>
    /// <param name="usualType">The media type when none is said.</param>
    public static void Write(Utf8JsonWriter json, MediaSource source, string usualType)
    {
        if (source.Url is { } url)
        {
            json.WriteStringValue(url);
            return;
        }

        WriteData(json, source, usualType);
    }

    /// <summary>Writes the data as a data URL, whether or not there is a URL too.</summary>
    public static void WriteData(Utf8JsonWriter json, MediaSource source, string usualType)
    {
        json.WriteStringValueSegment(
            Encoding.UTF8.GetBytes($"data:{source.MediaType ?? usualType};base64,"), isFinalSegment: false);
        json.WriteStringValueSegment(source.Base64.Span, isFinalSegment: true);
    }
}
