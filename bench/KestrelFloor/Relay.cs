using System.Buffers;
using System.Net.Http.Headers;

namespace KestrelFloor;

/// <summary>Sends a request on and copies the answer back as it arrives.</summary>
internal sealed class Relay(HttpMessageInvoker client, Uri destination)
{
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
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(destination, context.Request.Path.Value))
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        request.Headers.TryAddWithoutValidation("Authorization", (string?)context.Request.Headers.Authorization);
        return request;
    }

    private static async Task CopyAsync(Stream from, HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                await context.Response.BodyWriter.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
