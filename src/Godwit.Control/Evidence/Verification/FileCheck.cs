using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using Godwit.Control.Evidence.Bundles;
using Godwit.Control.Storage;

namespace Godwit.Control.Evidence.Verification;

/// <summary>Checks one file of a bundle, line by line, without holding more than a line.</summary>
internal sealed class FileCheck(BundleFile file, BundleCheck check)
{
    private const string HistoryName = "history" + BundleNames.LinesEnding;

    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string head = EvidenceLine.Genesis;
    private long lines;
    private long bytes;
    private bool wrong;

    public static async Task RunAsync(
        ZipArchiveEntry entry, BundleFile file, BundleCheck check, CancellationToken cancellation)
    {
        var one = new FileCheck(file, check);
        using (one.sum)
        {
            try
            {
                await using var stream = await entry.OpenAsync(cancellation);
                await one.ReadAsync(stream, cancellation);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                one.Wrong("cannot be unpacked from here on", one.lines + 1, null);
            }

            one.Finish();
        }
    }

    private async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            var buffer = result.Buffer;
            if (file.Lines is not null)
            {
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    TakeLine(buffer.Slice(0, end).ToArray());
                    Sum(buffer.Slice(0, buffer.GetPosition(1, end)));
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }
            }

            if (file.Lines is null || result.IsCompleted)
            {
                Sum(buffer);
                if (file.Lines is not null && !buffer.IsEmpty)
                    Wrong("ends in the middle of a line", lines + 1, null);
                buffer = buffer.Slice(buffer.End);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    private void TakeLine(byte[] line)
    {
        lines++;
        var problem = EvidenceLine.Read(line, head, out head, out var item);
        if (problem is null && file.Name == HistoryName)
            problem = CheckHistory(item);
        if (problem is not null)
            Wrong(problem, lines, SubjectOf(item));
    }

    // The entry's own hash is that of the store: it shows that the entry is the one that was written there.
    private static string? CheckHistory(ReadOnlySpan<byte> item)
    {
        try
        {
            var row = JsonSerializer.Deserialize(item, EvidenceJsonContext.Default.HistoryRow)!;
            return HistoryChain.Seal(row).Hash == row.Hash ? null : "is not the entry that its own hash is of";
        }
        catch (JsonException)
        {
            return "is no entry of history";
        }
    }

    private void Finish()
    {
        if (wrong)
            return;
        if (lines != (file.Lines ?? 0))
            Wrong($"has {lines} lines where the manifest says {file.Lines}", null, null);
        else if (file.ChainHead is { } wanted && wanted != head)
            Wrong("does not end with the line that the manifest names", null, null);
        else if (bytes != file.Bytes || Convert.ToHexStringLower(sum.GetHashAndReset()) != file.Sha256)
            Wrong("was changed: its checksum is not the manifest's", null, null);
    }

    private void Wrong(string message, long? line, string? subject)
    {
        wrong = true;
        check.Add(file.Name, message, line, subject);
    }

    private void Sum(in ReadOnlySequence<byte> part)
    {
        foreach (var memory in part)
            sum.AppendData(memory.Span);
        bytes += part.Length;
    }

    // As far as it can be read: a line that was changed may be no JSON any more.
    private static string? SubjectOf(ReadOnlySpan<byte> item)
    {
        var json = new Utf8JsonReader(item);
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth != 1 || json.TokenType != JsonTokenType.PropertyName
                    || !(json.ValueTextEquals("id"u8) || json.ValueTextEquals("name"u8)
                        || json.ValueTextEquals("fingerprint"u8) || json.ValueTextEquals("request"u8)))
                    continue;
                json.Read();
                return json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }
}
