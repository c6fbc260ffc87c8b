using Godwit.Gateway.ClientApi;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Steps;

/// <summary>3. Read: one pass over the body for operation, model, stream and the features used.</summary>
internal sealed class ReadStep(BodyReader body)
{
    // About 0.1 ms of scanning: from here on it is not done on the thread that serves the sockets.
    private const int LongScan = 256 * 1024;

    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (await body.ReadAsync(request) is { } refusal)
            return refusal;
        return request.Body.Length <= LongScan ? Scan(request) : await Task.Run(() => Scan(request));
    }

    private static Refusal? Scan(GatewayRequest request)
    {
        var named = ClientPaths.ModelOf(request.Http.Request.Path.Value!);
        Span<char> model = stackalloc char[RequestScan.MaxModelChars];
        if (!RequestScan.TryRead(
                request.Body.Span, request.Operation.ToPolicy(), request.Dialect, named.Length > 0, model,
                out var scan, out var error))
            return Refusals.BadRequest(error.Code, error.Message, error.Param);
        request.Scan = request.Operation == ClientOperation.StreamGenerateContent ? scan with { Stream = true } : scan;
        ReadOnlySpan<char> name = model[..scan.ModelChars];
        if (named.Length > 0)
            name = PathModel.Unescape(named);

        // A known name is already a string somewhere: only unknown ones cost a new one.
        request.RequestModel = request.Snapshot.Routes.TryFind(name, out var route) ? route!.Name : name.ToString();
        return null;
    }
}
