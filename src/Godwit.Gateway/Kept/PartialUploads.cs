using System.Buffers;
using System.Text.Json;
using Godwit.Gateway.ClientApi;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Reads what makes a file of parts: the announcement, which is JSON, the parts, which are forms, and the end.
/// </summary>
/// <remarks>
/// Ids of parts stay the provider's: they mean nothing without the upload's own, which is sealed.
/// </remarks>
internal sealed class PartialUploads(BodyReader body, UploadReader uploads)
{
    /// <summary>Reads the announcement of an upload, and chooses who gets it as for a file.</summary>
    public async ValueTask<Refusal?> ReadCreateAsync(GatewayRequest request, KeptRequest kept)
    {
        if (await body.ReadAsync(request) is { } unreadable)
            return unreadable;
        var faults = new RequestFaults();
        var form = new UploadForm();
        if (RequestDocument.Parse(request.Body.Memory, faults) is { } root)
            ReadMembers(root, form, kept, request.Body.Length);
        if (RefusalOf(faults) is { } refusal)
            return refusal;
        // Its lines would come cut anywhere, and none could be read on the way.
        if (form.IsBatch)
            return KeptRefusals.BatchInParts;
        kept.Named = "the upload";
        return KeeperChoice.Choose(request, form, parts: true);
    }

    /// <summary>Reads a part, or the end.</summary>
    public async ValueTask<Refusal?> ReadAsync(GatewayRequest request, KeptRequest kept)
    {
        if (kept.Call.Action == KeptAction.AddPart)
            return await uploads.ReadAsync(request, kept.Upload = new UploadForm { FileField = "data" });
        if (await body.ReadAsync(request) is { } unreadable)
            return unreadable;
        var faults = new RequestFaults();
        if (RequestDocument.Parse(request.Body.Memory, faults) is { } root)
            CheckParts(root.Member("part_ids"));
        return RefusalOf(faults);
    }

    private static void CheckParts(RequestNode parts)
    {
        if (parts.IsNull)
            parts.Fault("missing_required_parameter", "'part_ids' is missing; it must be a list of ids.");
        foreach (var part in parts.Items())
            part.Text();
    }

    private static void ReadMembers(RequestNode root, UploadForm form, KeptRequest kept, int length)
    {
        form.Purpose = root.RequiredText("purpose");
        if (root.Member("provider") is not { IsNull: false } provider)
            return;

        // It is said to Godwit: the provider does not know the member.
        form.Provider = provider.Text();
        kept.Edits.Replace(new ByteRange(0, length), Without(root, "provider"));
    }

    private static byte[] Without(RequestNode root, string member)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (name, node) in root.Members().Where(m => m.Name != member))
            {
                json.WritePropertyName(name);
                node.Value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return output.WrittenMemory.ToArray();
    }

    private static Refusal? RefusalOf(RequestFaults faults) => faults.First is { } fault
        ? Refusals.BadRequest(fault.Code, fault.Message, fault.Path.Length == 0 ? null : fault.Path) : null;
}
