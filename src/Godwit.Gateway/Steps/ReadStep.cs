using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Forms;
using Godwit.Gateway.Kept;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Steps;

/// <summary>3. Read: one pass over the body for operation, model, stream and the features used.</summary>
internal sealed class ReadStep(BodyReader body, FileReferences files)
{
    // About 0.1 ms of scanning: from here on it is not done on the thread that serves the sockets.
    private const int LongScan = 256 * 1024;

    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (await body.ReadAsync(request) is { } refusal)
            return refusal;
        request.FormBoundary = FormBoundary.Of(request);
        return request.Body.Length <= LongScan ? Look(request) : await Task.Run(() => Look(request));
    }

    private Refusal? Look(GatewayRequest request) =>
        (request.FormBoundary is null ? files.Open(request) : null) ?? Scan(request);

    /// <summary>Finds in the body what is decided on; again, when it was changed.</summary>
    internal static Refusal? Scan(GatewayRequest request)
    {
        var named = ClientPaths.ModelOf(request.Http.Request.Path.Value!);
        Span<char> model = stackalloc char[RequestScan.MaxModelChars];
        if (!TryScan(request, named.Length > 0, model, out var scan, out var error))
        {
            if (error.Fault != RequestFault.ModelMissing || !request.Operation.MayLeaveModelOut())
                return Refusals.BadRequest(error.Code, error.Message, error.Param);
            if (DefaultModel.Write(request, request.FormBoundary) is { } refusal)
                return refusal;
            TryScan(request, named.Length > 0, model, out scan, out error);
        }

        request.Scan = request.Operation == ClientOperation.StreamGenerateContent ? scan with { Stream = true } : scan;
        ReadOnlySpan<char> name = model[..scan.ModelChars];
        if (named.Length > 0)
            name = PathModel.Unescape(named);

        // A known name is already a string somewhere: only unknown ones cost a new one.
        request.RequestModel = request.Snapshot.Routes.TryFind(name, out var route) ? route!.Name : name.ToString();
        return null;
    }

    private static bool TryScan(
        GatewayRequest request, bool modelInPath, Span<char> model, out RequestScan scan, out RequestError error) =>
        request.FormBoundary is { } boundary
            ? MultipartScan.TryRead(request.Body.Span, boundary, modelInPath, model, out scan, out error)
            : RequestScan.TryRead(
                request.Body.Span, request.Operation.ToPolicy(), request.Dialect, modelInPath, model, out scan,
                out error);
}
