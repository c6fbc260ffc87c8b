using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Godwit.Gateway.Streaming;
using Xunit;

namespace Godwit.Gateway.Tests.Streaming;

public sealed class GatheredOutputTests
{
    [Fact]
    public async Task Nothing_goes_out_before_a_flush_and_then_all_of_it_in_order()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var output = new GatheredOutput(pipe.Writer);
        for (var round = 0; round < 3; round++)
        {
            var expected = new StringBuilder();
            for (var i = 0; i < 5_000; i++)
            {
                output.Write(Encoding.ASCII.GetBytes($"piece {i}\n"));
                expected.Append($"piece {i}\n");
            }

            Assert.False(pipe.Reader.TryRead(out _));
            await output.FlushAsync();
            var read = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected.ToString(), Encoding.ASCII.GetString(read.Buffer));
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }
    }
}
