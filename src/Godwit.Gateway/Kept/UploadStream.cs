using System.Buffers;
using Godwit.Providers.Dialects.OpenAIPlatform;

namespace Godwit.Gateway.Kept;

/// <summary>
/// A file on its way from the client to the provider, and the parts of the form behind it. What is found wrong on the
/// way
/// breaks the send off: a provider keeps no upload that does not end.
/// </summary>
internal sealed class UploadStream(
    GatewayRequest request, UploadForm form, UploadReader reader, BatchRewriter? rewriter)
{
    /// <summary>The longest line of a batch; it holds one request.</summary>
    public const int LongestLine = 8 * 1024 * 1024;

    private const int ReadSize = 64 * 1024;

    /// <summary>Why the copy broke off; null when it did not.</summary>
    public Refusal? Fault { get; private set; }

    /// <summary>Reads until the first line is whole, for the provider to be chosen by it.</summary>
    public static async Task<Refusal?> BeginAsync(UploadForm form, CancellationToken cancellation)
    {
        var begun = new ArrayBufferWriter<byte>(ReadSize);
        while (true)
        {
            var read = await form.Arriving!.ReadAsync(begun.GetMemory(ReadSize), cancellation);
            begun.Advance(read);
            form.Begun = begun.WrittenMemory;
            if (read == 0 || begun.WrittenSpan[^read..].Contains((byte)'\n'))
                return null;
            if (begun.WrittenCount > LongestLine)
                return KeptRefusals.BadBatchLine(1, "it is too long");
        }
    }

    public async Task CopyToAsync(Stream output, CancellationToken cancellation)
    {
        var refusal = await reader.TryAsync(
            async () => await (rewriter is null
                ? CopyFileAsync(output, cancellation) : CopyLinesAsync(output, cancellation))
                ?? await ReadRestAsync(cancellation),
            request);
        if (refusal is null)
            return;
        Fault = refusal;
        throw new IOException("The upload was broken off.");
    }

    private async Task<Refusal?> CopyFileAsync(Stream output, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            int read;
            while ((read = await form.Arriving!.ReadAsync(buffer, cancellation)) > 0)
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Refusal?> CopyLinesAsync(Stream output, CancellationToken cancellation)
    {
        var carried = new ArrayBufferWriter<byte>(ReadSize * 2);
        var written = new ArrayBufferWriter<byte>(ReadSize * 2);
        carried.Write(form.Begun.Span);
        var ended = false;
        while (!ended)
        {
            var read = await form.Arriving!.ReadAsync(carried.GetMemory(ReadSize), cancellation);
            carried.Advance(read);
            ended = read == 0;
            written.ResetWrittenCount();
            if (Rewrite(carried, written, ended) is { } refusal)
                return refusal;
            if (carried.WrittenCount > LongestLine)
                return KeptRefusals.BadBatchLine(rewriter!.Lines + 1, "it is too long");
            await output.WriteAsync(written.WrittenMemory, cancellation);
        }

        return null;
    }

    /// <summary>Rewrites the lines that are whole, and keeps the rest.</summary>
    private Refusal? Rewrite(ArrayBufferWriter<byte> carried, ArrayBufferWriter<byte> written, bool ended)
    {
        var rest = carried.WrittenSpan;
        var edits = new BodyEdits();
        var whole = 0;
        while (whole < rest.Length)
        {
            var line = BatchFile.FirstLine(rest[whole..]);
            var breaks = whole + line.Length < rest.Length;
            if (!breaks && !ended)
                break;
            if (rewriter!.Read(line, whole, edits) is { } refusal)
                return refusal;
            whole += line.Length + (breaks ? 1 : 0);
        }

        edits.Write(rest[..whole], written);
        var left = rest[whole..].ToArray();
        carried.ResetWrittenCount();
        carried.Write(left);
        return null;
    }

    /// <summary>The fields behind the file.</summary>
    private async Task<Refusal?> ReadRestAsync(CancellationToken cancellation)
    {
        while (await form.Rest!.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (UploadFields.DispositionOf(section) is not { } disposition)
                return Refusals.BadRequest("invalid_multipart", "The form has a part without a name.", null);
            if (UploadFields.NameOf(disposition) == "provider" && !disposition.FileName.HasValue)
                return Refusals.BadRequest(
                    "invalid_value", "The field 'provider' has to come before the file.", "provider");
            if (await UploadFields.TakeAsync(form, section, disposition, cancellation) is { } unfit)
                return unfit;
        }

        return null;
    }
}
