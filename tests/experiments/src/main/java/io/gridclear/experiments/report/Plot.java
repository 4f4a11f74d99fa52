package io.gridclear.experiments.report;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;

/**
 * A finished plot, {@value #WIDTH} by {@value #HEIGHT}. The same plot gives the same bytes on one machine: nothing in a file
 * tells when it was made. Letters are the machine's own, so that another machine may set them a little wider.
 */
public final class Plot {

    static final int WIDTH = 840;
    static final int HEIGHT = 520;

    /** Pixels of the PNG for one unit of the plot. */
    private static final double PNG_SCALE = 1.25;

    private final JFreeChart chart;

    Plot(JFreeChart chart) {
        this.chart = chart;
    }

    JFreeChart chart() {
        return chart;
    }

    void writeSvg(Path file) throws IOException {
        SVGGraphics2D graphics;
        try {
            graphics = new SVGGraphics2D(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML parser", e);
        }
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        draw(graphics);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            graphics.stream(out, true);
        }
    }

    void writePng(Path file) throws IOException {
        BufferedImage image =
                new BufferedImage((int) (WIDTH * PNG_SCALE), (int) (HEIGHT * PNG_SCALE), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(PNG_SCALE, PNG_SCALE);
        draw(graphics);
        graphics.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IllegalStateException("the JDK writes no PNG");
        }
    }

    private void draw(Graphics2D graphics) {
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    }
}
