using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>A provider that answers with given bytes, then closes: for what no server would send.</summary>
internal sealed class RawProvider : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly byte[] answer;
    private readonly Task accepting;

    public RawProvider(byte[] answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public RawProvider(string head, byte[] body)
        : this([.. Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body])
    {
    }

    public RawProvider(string head, string body)
        : this(head, Encoding.UTF8.GetBytes(body))
    {
    }

    /// <summary>After its answer it stays silent, until whom it answers goes away.</summary>
    public bool StaysOpen { get; init; }

    public Uri Address => new($"http://{listener.LocalEndpoint}/v1");

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            var text = new StringBuilder();
            var buffer = new byte[64 * 1024];
            int read;
            while (!IsWhole(text.ToString()) && (read = await stream.ReadAsync(buffer)) > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            await stream.WriteAsync(answer);
            while (StaysOpen && await stream.ReadAsync(buffer) > 0)
                text.Clear();
        }
        catch (IOException)
        {
            // The gateway went away; the next one may come.
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        const string name = "Content-Length: ";
        var at = request.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        var length = at < 0 || at > end ? 0 : int.Parse(request[(at + name.Length)..].Split('\r')[0], null);
        return request.Length - end - 4 >= length;
    }
}
