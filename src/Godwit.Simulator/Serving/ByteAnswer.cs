namespace Godwit.Simulator.Serving;

/// <summary>Answers with bytes that are no JSON: files, images, sounds, plain text.</summary>
internal static class ByteAnswer
{
    public static Task SendAsync(Exchange exchange, string contentType, ReadOnlyMemory<byte> bytes)
    {
        exchange.Http.Response.StatusCode = 200;
        exchange.Http.Response.ContentType = contentType;
        ResponseHeaders.Write(exchange);
        return PlainBody.WriteAsync(exchange, bytes);
    }
}
