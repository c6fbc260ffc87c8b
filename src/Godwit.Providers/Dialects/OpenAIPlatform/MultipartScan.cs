using System.Text;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>What <see cref="RequestScan"/> is for JSON, for bodies that are forms with files in them.</summary>
public static class MultipartScan
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="boundary">The boundary its content type names.</param>
    /// <param name="modelInPath">The path names the model, and the body's own name for it counts for nothing.</param>
    /// <param name="model">Receives the model name; at least <see cref="RequestScan.MaxModelChars"/> long.</param>
    /// <param name="scan">What was found; the model's range has no quotes.</param>
    /// <param name="error">What is wrong, when the answer is false.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> body, string boundary, bool modelInPath, Span<char> model, out RequestScan scan,
        out RequestError error)
    {
        var parts = new List<MultipartPart>();
        (scan, error) = (default, default);
        if (!MultipartPart.TryRead(body, boundary, parts))
        {
            error = new RequestError(RequestFault.NotMultipart, null, -1);
            return false;
        }

        foreach (var part in parts.Where(p => !p.IsFile))
        {
            var value = body.Slice(part.Content.Start, part.Content.Length);
            if (part.Name == "stream")
                scan = scan with { Stream = value.SequenceEqual("true"u8) };
            else if (modelInPath)
                continue;
            else if (part.Name == "model" && scan.Model.End > 0)
                error = new RequestError(RequestFault.DuplicateMember, "model", part.Content.Start);
            else if (part.Name == "model" && Copy(value, model, out var chars) is var fault)
                (scan, error) = (scan with { Model = part.Content, ModelChars = chars }, At(fault, part));
            if (error.Fault != RequestFault.None)
                return false;
        }

        if (scan.Model.End == 0 && !modelInPath)
            error = new RequestError(RequestFault.ModelMissing, "model", -1);
        return error.Fault == RequestFault.None;
    }

    private static RequestError At(RequestFault fault, in MultipartPart part) =>
        fault == RequestFault.None ? default : new(fault, "model", part.Content.Start);

    private static RequestFault Copy(ReadOnlySpan<byte> value, Span<char> model, out int chars)
    {
        chars = 0;
        return value.IsEmpty ? RequestFault.ModelEmpty
            : value.Length > RequestScan.MaxModelChars ? RequestFault.ModelTooLong
            : !Encoding.UTF8.TryGetChars(value, model, out chars) || ModelName.IsUnfit(model[..chars])
                ? RequestFault.ModelNotText
            : RequestFault.None;
    }
}
