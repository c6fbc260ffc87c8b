using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Godwit.Gateway.ClientApi;

namespace Godwit.Gateway.Kept;

/// <summary>
/// An upload on its way to the provider: the client's fields and file in a form of Godwit's own. A file that is still
/// arriving is written as it arrives.
/// </summary>
internal sealed class UploadContent : HttpContent
{
    private readonly GatewayRequest request;
    private readonly UploadForm form;
    private readonly UploadStream? arriving;
    private readonly string boundary;
    private readonly byte[] head;
    private readonly ReadOnlyMemory<byte> file;
    private int writers;

    public UploadContent(GatewayRequest request, UploadForm form, UploadStream? arriving)
    {
        this.request = request;
        this.form = form;
        this.arriving = arriving;
        boundary = $"godwit-{request.Id:N}";
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        head = WriteHead();
        file = request.Body.Memory;
    }

    /// <summary>Why what arrived could not be sent to its end; null when it could.</summary>
    public Refusal? Fault => arriving?.Fault;

    /// <summary>It is read from the client while it is sent, and can be sent only once.</summary>
    public bool Arrives => arriving is not null;

    /// <summary>The bytes are still being read.</summary>
    public bool Sending => Volatile.Read(ref writers) > 0;

    private byte[] Tail => Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writers);
        try
        {
            await stream.WriteAsync(head, cancellationToken);
            if (arriving is null)
            {
                await WriteFileAsync(stream, cancellationToken);
            }
            else
            {
                var known = form.Fields.Count;
                await arriving.CopyToAsync(stream, cancellationToken);
                var text = new MemoryStream();
                foreach (var field in form.Fields.Skip(known))
                    WriteField(text, field.Name, field.Value, "\r\n");
                await stream.WriteAsync(text.ToArray(), cancellationToken);
            }

            await stream.WriteAsync(Tail, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref writers);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = arriving is null ? head.Length + file.Length + request.Kept!.Edits.Growth + Tail.Length : 0;
        return arriving is null;
    }

    private async Task WriteFileAsync(Stream stream, CancellationToken cancellationToken)
    {
        var from = 0;
        foreach (var (range, with) in request.Kept!.Edits.InOrder())
        {
            await stream.WriteAsync(file[from..range.Start], cancellationToken);
            await stream.WriteAsync(with, cancellationToken);
            from = range.End;
        }

        await stream.WriteAsync(file[from..], cancellationToken);
    }

    private byte[] WriteHead()
    {
        var output = new MemoryStream();
        if (form.Purpose is { } purpose)
            WriteField(output, "purpose", Encoding.UTF8.GetBytes(purpose), "");
        foreach (var (name, value) in form.Fields)
            WriteField(output, name, value, output.Length == 0 ? "" : "\r\n");
        var type = form.FileType is { Length: > 0 and < 200 } given && HeaderText.IsPlain(given)
            ? given : "application/octet-stream";
        output.Write(Encoding.UTF8.GetBytes(
            $"{(output.Length == 0 ? "" : "\r\n")}--{boundary}\r\n"
            + $"Content-Disposition: form-data; name=\"{form.FileField}\"; "
            + $"filename=\"{Quoted(form.FileName!)}\"\r\n"
            + $"Content-Type: {type}\r\n\r\n"));
        return output.ToArray();
    }

    private void WriteField(Stream output, string name, byte[] value, string before)
    {
        output.Write(Encoding.ASCII.GetBytes(
            $"{before}--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n"));
        output.Write(value);
    }

    // As browsers write it: the three characters that would end the header are escaped.
    private static string Quoted(string name) => (name.Length > 255 ? name[..255] : name)
        .Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
