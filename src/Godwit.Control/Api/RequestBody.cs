using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Godwit.Control.Api;

/// <summary>
/// Reads request bodies, so that what is wrong with one is answered like everything else that is wrong.
/// </summary>
internal static class RequestBody
{
    public const int LimitBytes = 8 * 1024 * 1024;

    /// <summary>The body's text, or the problem with it.</summary>
    public static async Task<(string Text, IResult? Problem)> ReadTextAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LimitBytes)
                return ("", Problems.TooLarge(LimitBytes));
        }

        try
        {
            return (new UTF8Encoding(false, true).GetString(buffer.GetBuffer(), 0, (int)buffer.Length), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", Problems.BadRequest("The body is not UTF-8"));
        }
    }

    /// <summary>The body read as JSON, or the problem with it.</summary>
    public static async Task<(T? Value, IResult? Problem)> ReadJsonAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var (text, problem) = await ReadTextAsync(context);
        if (problem is not null)
            return (null, problem);
        try
        {
            return JsonSerializer.Deserialize(text, type) is { } value
                ? (value, null)
                : (null, Problems.BadRequest("The body is null; a JSON object is expected"));
        }
        catch (JsonException e)
        {
            return (null, Problems.BadRequest($"The body cannot be read: {e.Message}"));
        }
    }
}
