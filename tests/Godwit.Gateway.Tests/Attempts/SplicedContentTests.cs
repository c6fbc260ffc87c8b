using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Godwit.Gateway.Attempts;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts;

/// <summary>A body that is still being sent is not given to another request.</summary>
public sealed class SplicedContentTests
{
    private static readonly byte[] Bytes = """{"model":"m","messages":[]}"""u8.ToArray();

    [Fact]
    public async Task A_body_counts_as_being_sent_until_the_provider_took_all_of_it()
    {
        var model = new char[RequestScan.MaxModelChars];
        Assert.True(RequestScan.TryRead(Bytes, Operation.Chat, Dialect.OpenAIChat, false, model, out var scan, out _));
        using var content = new SplicedContent(new RequestPatch(Bytes, scan, ModelName.ToJson("x"), false));
        var provider = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        Assert.False(content.Sending);
        var sending = SendAsync();
        Assert.True(content.Sending);
        await provider.Reader.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);

        await sending;
        Assert.False(content.Sending);

        async Task SendAsync()
        {
            await content.CopyToAsync(provider.Writer.AsStream(), TestContext.Current.CancellationToken);
            await provider.Writer.CompleteAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_an_array_that_nobody_reads_any_more_goes_back_to_the_pool(bool stillRead)
    {
        var body = new RequestBody();
        body.Write(Bytes);
        Assert.True(MemoryMarshal.TryGetArray(body.Memory, out var segment));
        if (stillRead)
            body.Lend();
        body.Release();
        var next = ArrayPool<byte>.Shared.Rent(segment.Array!.Length);
        Assert.Equal(stillRead, next != segment.Array);
        ArrayPool<byte>.Shared.Return(next);
    }
}
