using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KestrelFloor;

/// <summary>
/// Sends a request on and copies the answer back as it arrives, with the three things that any gateway does besides:
/// it looks the caller's key up, reads the body once, and finds the usage in the answer.
/// </summary>
internal sealed class Relay(HttpMessageInvoker client, Uri destination)
{
    private static readonly FrozenDictionary<Int128, string> Keys = new Dictionary<Int128, string>
    {
        [0] = "nobody",
    }.ToFrozenDictionary();

    private const int BufferBytes = 16 * 1024;

    public async Task ForwardAsync(HttpContext context)
    {
        using var request = await ReadAsync(context);
        using var answer = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        await CopyAsync(body, context);
    }

    private async Task<HttpRequestMessage> ReadAsync(HttpContext context)
    {
        var bytes = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(bytes, context.RequestAborted);
        FindKey(context.Request.Headers.Authorization);
        Scan(bytes);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(destination, context.Request.Path.Value))
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        request.Headers.TryAddWithoutValidation("Authorization", (string?)context.Request.Headers.Authorization);
        return request;
    }

    private static string? FindKey(string? authorization)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(authorization ?? ""), hash);
        return Keys.GetValueOrDefault(BitConverter.ToInt128(hash));
    }

    private static void Scan(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            // Reading is the work.
        }
    }

    private static async Task CopyAsync(Stream from, HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                buffer.AsSpan(0, count).LastIndexOf("\"usage\""u8);
                await context.Response.BodyWriter.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
